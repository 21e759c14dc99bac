#!/usr/bin/env bats
call() {
    sh -c '. "$0"; "$@"' "$BATS_TEST_DIRNAME/../Sample.sh" "$@" 3>&-
}

@test "waits" {
    call gross 100 >"$BATS_TEST_TMPDIR/out" &
    wait $!
    [ "$(cat "$BATS_TEST_TMPDIR/out")" = 119 ]
}

@test "fails in the background" {
    false &
    wait $!
}
