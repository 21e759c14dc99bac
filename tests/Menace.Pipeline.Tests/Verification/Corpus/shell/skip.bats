#!/usr/bin/env bats
@test "skipped" {
    skip
    false
}

@test "skipped with a reason" {
    skip "not now"
}

@test "runs" {
    true
}
