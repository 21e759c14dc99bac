#!/usr/bin/env bats
setup_file() {
    export SHARED=1
    printf x >"$BATS_FILE_TMPDIR/file"
}

teardown_file() {
    rm "$BATS_FILE_TMPDIR/file"
}

@test "sees the variable" {
    [ "$SHARED" = 1 ]
}

@test "sees the file" {
    [ "$(cat "$BATS_FILE_TMPDIR/file")" = x ]
}
