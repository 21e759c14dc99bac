#!/usr/bin/env bats
@test "with 'quotes' and spaces" {
    true
}

@test "with # hash" {
    true
}

@test 'single quotes' {
    true
}

@test "umlaut ä" {
    false
}

@test unquoted {
    true
}
