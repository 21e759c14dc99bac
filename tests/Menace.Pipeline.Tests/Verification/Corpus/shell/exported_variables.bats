#!/usr/bin/env bats
export AT_TOP=1

@test "at the top" {
    [ "$(sh -c 'echo $AT_TOP')" = 1 ]
}

@test "sets" {
    export INSIDE=1
    true
}

@test "does not leak" {
    [ -z "${INSIDE:-}" ]
}
