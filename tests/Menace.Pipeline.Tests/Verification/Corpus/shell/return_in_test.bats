#!/usr/bin/env bats
@test "returns early" {
    return 0
    false
}

@test "returns failure" {
    return 5
}
