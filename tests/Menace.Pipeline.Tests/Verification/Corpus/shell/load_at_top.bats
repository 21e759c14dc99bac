#!/usr/bin/env bats
load no_such_helper

@test "never" {
    true
}
