#!/usr/bin/env bats
call() {
    sh -c '. "$0"; "$@"' "$BATS_TEST_DIRNAME/../Sample.sh" "$@" 3>&-
}

@test "gross" {
    [ "$(call gross 100)" = 119 ]
}
