#!/usr/bin/env bats
@test "never" {
    if true; then
}
