#!/usr/bin/env bats
@test "fails inside" {
    (false; true)
}

@test "exits inside" {
    (exit 0)
    true
}

@test "exits inside with failure" {
    (exit 2)
    true
}

@test "variable stays inside" {
    (inside=1)
    [ -z "$inside" ]
}
