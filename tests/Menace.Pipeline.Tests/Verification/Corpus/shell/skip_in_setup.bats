#!/usr/bin/env bats
setup() {
    skip "all of them"
}

@test "one" {
    false
}

@test "two" {
    false
}
