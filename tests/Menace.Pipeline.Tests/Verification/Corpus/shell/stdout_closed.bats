#!/usr/bin/env bats
@test "closes" {
    exec 1>&-
    true
}

@test "fails when it prints" {
    exec 1>&-
    echo lost
}
