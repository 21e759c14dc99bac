#!/usr/bin/env bats
@test "not found" {
    no_such_command
}

@test "not executable" {
    "$BATS_TEST_DIRNAME/../README.md"
}
