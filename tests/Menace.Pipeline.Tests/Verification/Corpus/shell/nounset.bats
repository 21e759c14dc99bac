#!/usr/bin/env bats
@test "unset variable" {
    set -u
    echo "$no_such_variable"
}

@test "unset is empty" {
    [ "$no_such_variable" = "" ]
}
