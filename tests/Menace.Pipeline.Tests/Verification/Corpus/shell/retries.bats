#!/usr/bin/env bats
BATS_TEST_RETRIES=2

@test "passes at last" {
    [ "$BATS_TEST_TRY_NUMBER" -eq 3 ]
}

@test "never passes" {
    false
}
