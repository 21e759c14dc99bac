#!/usr/bin/env bats
@test "bats inside bats" {
    printf '@test "inner" {\n    false\n}\n' >"$BATS_TEST_TMPDIR/inner.bats"
    run env -u BATS_RUN_TMPDIR bats --formatter tap "$BATS_TEST_TMPDIR/inner.bats"
    [ "$status" -eq 1 ]
    [[ $output == *"not ok 1 inner"* ]]
}
