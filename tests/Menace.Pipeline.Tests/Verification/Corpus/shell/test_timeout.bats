#!/usr/bin/env bats
BATS_TEST_TIMEOUT=1

@test "takes too long" {
    sleep 10
}

@test "in time" {
    true
}
