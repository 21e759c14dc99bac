#!/usr/bin/env bats
@test "one" {
    sh -c 'exit 1'
}

@test "signal" {
    sh -c 'kill -9 $$'
}

@test "pipe keeps the last" {
    false | true
}

@test "pipe with pipefail" {
    set -o pipefail
    false | true
}

@test "substitution" {
    value=$(false)
}

@test "local hides it" {
    local value=$(false)
}
