#!/usr/bin/env bats
@test "nobody asks for its status" {
    false &
    true
}
