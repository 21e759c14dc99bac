#!/usr/bin/env bats
@test "own trap" {
    trap 'echo bye' EXIT
    true
}

@test "own trap and failure" {
    trap 'echo bye' EXIT
    false
}
