#!/usr/bin/env bats
[() {
    return 0
}

@test "hides a failure" {
    [ 1 = 2 ]
}
