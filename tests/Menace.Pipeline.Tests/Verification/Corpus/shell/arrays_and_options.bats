#!/usr/bin/env bats
@test "array" {
    values=(1 "2 3")
    [ "${#values[@]}" -eq 2 ]
}

@test "extglob" {
    shopt -s extglob
    [[ abc == +([a-z]) ]]
}

@test "option does not leak" {
    ! shopt -q extglob
}
