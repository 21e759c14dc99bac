#!/usr/bin/env bats
call() {
    sh -c '. "$0"; "$@"' "$BATS_TEST_DIRNAME/../Sample.sh" "$@" 3>&-
}

@test "status and output" {
    run call gross 100
    [ "$status" -eq 0 ]
    [ "$output" = 119 ]
    [ "${lines[0]}" = 119 ]
}

@test "failure is kept" {
    run call refuse all
    [ "$status" -eq 3 ]
    [ "$output" = "no all" ]
}

@test "wrong status" {
    run call refuse all
    [ "$status" -eq 0 ]
}
