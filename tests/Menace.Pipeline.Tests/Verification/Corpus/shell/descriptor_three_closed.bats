#!/usr/bin/env bats
@test "closes" {
    exec 3>&-
    true
}

@test "after" {
    true
}
