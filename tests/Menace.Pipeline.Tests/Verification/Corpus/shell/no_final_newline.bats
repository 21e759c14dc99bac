#!/usr/bin/env bats
@test "cut off" {
    true
}