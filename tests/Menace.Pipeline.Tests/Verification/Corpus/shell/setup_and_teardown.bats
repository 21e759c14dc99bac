#!/usr/bin/env bats
setup() {
    value=set
    printf 'setup\n' >>"$BATS_FILE_TMPDIR/log"
}

teardown() {
    printf 'teardown\n' >>"$BATS_FILE_TMPDIR/log"
}

@test "sees the setup" {
    [ "$value" = set ]
}

@test "sees the teardown of the first" {
    [ "$(grep -c teardown "$BATS_FILE_TMPDIR/log")" = 1 ]
}
