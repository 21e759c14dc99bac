#!/usr/bin/env bats
run() {
    status=0
    output=forged
}

@test "own run" {
    run false
    [ "$output" = forged ]
}
