#!/usr/bin/env bats
@test "not found" {
    run no_such_command
    [ "$status" -eq 127 ]
}
