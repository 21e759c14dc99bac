#!/usr/bin/env bats
@test "with $HOME" {
    true
}

@test "with \$escape" {
    true
}

@test "with `backticks`" {
    true
}
