#!/usr/bin/env bats
@test "numbers" {
    [ "$BATS_TEST_NUMBER" = 1 ] && [ "$BATS_SUITE_TEST_NUMBER" = 1 ]
}

@test "names" {
    [ "$BATS_TEST_NAME" = test_names ] && [ "$BATS_TEST_DESCRIPTION" = names ] && [ "${#BATS_TEST_NAMES[@]}" -gt 0 ]
}

@test "file" {
    [ "$BATS_TEST_FILENAME" = "$BATS_TEST_DIRNAME/Sample.bats" ]
}
