#!/usr/bin/env bats
@test "removes its folder" {
    mkdir "$BATS_TEST_TMPDIR/gone"
    cd "$BATS_TEST_TMPDIR/gone"
    rmdir "$BATS_TEST_TMPDIR/gone"
    true
}

@test "after" {
    [ -e Sample.sh ]
}
