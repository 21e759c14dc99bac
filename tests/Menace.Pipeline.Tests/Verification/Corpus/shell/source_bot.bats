#!/usr/bin/env bats
setup() {
    . "$BATS_TEST_DIRNAME/../Sample.sh"
}

@test "in the shell of the test" {
    [ "$(gross 100 7)" = 107 ]
}

@test "fails in the shell of the test" {
    refuse me
}
