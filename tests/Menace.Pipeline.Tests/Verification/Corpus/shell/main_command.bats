#!/usr/bin/env bats
@test "by its command" {
    run sh main.sh gross 100
    [ "$output" = '"119"' ]
}

@test "unknown function" {
    sh main.sh missing
}
