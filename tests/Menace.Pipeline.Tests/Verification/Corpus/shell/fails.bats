#!/usr/bin/env bats
call() {
    sh -c '. "$0"; "$@"' "$BATS_TEST_DIRNAME/../Sample.sh" "$@" 3>&-
}

@test "right" {
    [ "$(call gross 100)" = 119 ]
}

@test "wrong" {
    [ "$(call gross 100)" = 120 ]
}

@test "after" {
    true
}
