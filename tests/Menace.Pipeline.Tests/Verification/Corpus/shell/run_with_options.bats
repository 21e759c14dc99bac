#!/usr/bin/env bats
call() {
    sh -c '. "$0"; "$@"' "$BATS_TEST_DIRNAME/../Sample.sh" "$@" 3>&-
}

bats_require_minimum_version 1.5.0

@test "expected code" {
    run -3 call refuse all
}

@test "must fail" {
    run ! call refuse all
}

@test "other code" {
    run -4 call refuse all
}

@test "streams apart" {
    run --separate-stderr call refuse all
    [ "$output" = "" ]
    [ "$stderr" = "no all" ]
}

@test "empty lines are kept" {
    run --keep-empty-lines printf 'a\n\nb\n'
    [ "${#lines[@]}" -eq 4 ]
}
