#!/usr/bin/env bats
@test "negation does not fail" {
    ! true
    true
}

@test "last negation fails" {
    ! true
}

@test "condition does not fail" {
    if false; then :; fi
    false || true
    [ 1 = 2 ] && true
    true
}

@test "last condition fails" {
    [ 1 = 2 ] && true
}

@test "double brackets" {
    [[ 1 == 2 ]]
}

@test "arithmetic" {
    ((0))
}

@test "in a function" {
    wrapped() { false; true; }
    wrapped
}

@test "in a condition of a function" {
    wrapped() { false; true; }
    wrapped || false
}
