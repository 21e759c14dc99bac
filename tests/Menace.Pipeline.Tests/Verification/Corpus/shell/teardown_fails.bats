#!/usr/bin/env bats
teardown() {
    echo "cannot clean"
    false
}

@test "passes before" {
    true
}

@test "fails before" {
    false
}
