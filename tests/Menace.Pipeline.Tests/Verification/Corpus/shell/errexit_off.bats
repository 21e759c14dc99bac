#!/usr/bin/env bats
@test "switched off" {
    set +e
    false
    true
}

@test "is on again" {
    false
    true
}
