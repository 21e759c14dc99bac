#!/usr/bin/env bats
@test "terminates itself" {
    kill -TERM $BASHPID
}

@test "after" {
    true
}
