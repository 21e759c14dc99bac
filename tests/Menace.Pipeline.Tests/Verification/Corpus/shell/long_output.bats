#!/usr/bin/env bats
@test "prints much" {
    seq 1 20000
}

@test "prints much and fails" {
    seq 1 3000
    false
}

@test "long line" {
    printf '%0100000d\n' 0
    false
}
