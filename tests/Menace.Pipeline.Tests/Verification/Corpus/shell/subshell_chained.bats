#!/usr/bin/env bats
@test "guarded" {
    (exit 2) || [ $? -eq 2 ]
}

@test "group" {
    { false; } || true
}
