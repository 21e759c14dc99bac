#!/usr/bin/env bats
count=0

@test "first" {
    count=$((count + 1))
    [ "$count" = 1 ]
}

@test "second" {
    count=$((count + 1))
    [ "$count" = 1 ]
}

@test "wrong" {
    [ "$count" = 2 ]
}
