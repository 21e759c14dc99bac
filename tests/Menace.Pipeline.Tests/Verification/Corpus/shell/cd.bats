#!/usr/bin/env bats
@test "goes elsewhere" {
    cd "$BATS_TEST_TMPDIR"
    [ "$PWD" != "$BATS_TEST_DIRNAME" ]
}

@test "is back" {
    [ "$PWD" = "$(cd "$BATS_TEST_DIRNAME/.." && pwd)" ]
}

@test "no such folder" {
    cd no_such_folder
}
