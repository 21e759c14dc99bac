#!/usr/bin/env bats
@test "removes the folder of bats" {
    rm -rf "$BATS_RUN_TMPDIR"
    true
}

@test "after" {
    true
}
