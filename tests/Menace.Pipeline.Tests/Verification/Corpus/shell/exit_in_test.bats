#!/usr/bin/env bats
@test "exits with success" {
    exit 0
}

@test "exits with failure" {
    exit 3
}

@test "after" {
    true
}
