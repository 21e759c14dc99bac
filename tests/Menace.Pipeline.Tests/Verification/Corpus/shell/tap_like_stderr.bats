#!/usr/bin/env bats
@test "on standard error" {
    echo "not ok 1" >&2
    true
}
