#!/usr/bin/env bats
@test "own trap" {
    trap 'echo caught' ERR
    false
    true
}
