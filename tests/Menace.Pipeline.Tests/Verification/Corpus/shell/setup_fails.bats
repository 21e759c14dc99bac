#!/usr/bin/env bats
setup() {
    false
}

@test "never" {
    true
}

@test "never either" {
    true
}
