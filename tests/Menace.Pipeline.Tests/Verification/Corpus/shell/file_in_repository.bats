#!/usr/bin/env bats
@test "writes beside the script" {
    printf x >written.txt
}

@test "sees it" {
    [ "$(cat written.txt)" = x ]
}
