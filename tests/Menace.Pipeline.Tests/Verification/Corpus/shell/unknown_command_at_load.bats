#!/usr/bin/env bats
no_such_command

@test "one" {
    true
}
