#!/usr/bin/env bats
@test "leaves a process" {
    sleep 20 3>&- >/dev/null 2>&1 &
    true
}
