#!/usr/bin/env bats
@test "writes" {
    printf x >"$BATS_FILE_TMPDIR/leak"
}

@test "sees" {
    [ -e "$BATS_FILE_TMPDIR/leak" ]
}
