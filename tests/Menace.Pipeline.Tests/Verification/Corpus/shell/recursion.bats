#!/usr/bin/env bats
deep() {
    deep
}

@test "too deep" {
    FUNCNEST=50
    deep
}
