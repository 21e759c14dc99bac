#!/usr/bin/env bats
@test "kills itself" {
    kill -KILL $BASHPID
}

@test "after" {
    true
}
