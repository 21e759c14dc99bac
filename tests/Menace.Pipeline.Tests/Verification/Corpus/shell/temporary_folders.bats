#!/usr/bin/env bats
@test "are there" {
    [ -d "$BATS_RUN_TMPDIR" ] && [ -d "$BATS_FILE_TMPDIR" ] && [ -d "$BATS_TEST_TMPDIR" ]
}

@test "are inside the one of the run" {
    case $BATS_RUN_TMPDIR in
        "$TMPDIR"/*) ;;
        *) false ;;
    esac
}

@test "is new for each test" {
    [ -z "$(ls "$BATS_TEST_TMPDIR")" ]
}
