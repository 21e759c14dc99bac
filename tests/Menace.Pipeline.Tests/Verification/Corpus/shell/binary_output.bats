#!/usr/bin/env bats
@test "bytes" {
    printf '\377\376\000\033[31m\n'
    false
}

@test "carriage returns" {
    printf 'a\rb\r\n'
    false
}
