#!/usr/bin/env bats
@test "nothing" {
}

@test "only a comment" {
    # nothing
    :
}
