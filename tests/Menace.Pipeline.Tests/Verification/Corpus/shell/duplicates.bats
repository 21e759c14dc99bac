#!/usr/bin/env bats
@test "same" {
    false
}

@test "same" {
    true
}
