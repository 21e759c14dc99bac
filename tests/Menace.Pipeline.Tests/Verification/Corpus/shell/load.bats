#!/usr/bin/env bats
@test "loads a helper" {
    printf 'helped() { echo helped; }\n' >"$BATS_TEST_TMPDIR/helper.bash"
    load "$BATS_TEST_TMPDIR/helper"
    [ "$(helped)" = helped ]
}

@test "helper is missing" {
    load no_such_helper
}
