#!/usr/bin/env bats
helper() {
    echo "exported $1"
}

@test "exported" {
    export -f helper
    [ "$(bash -c 'helper x')" = "exported x" ]
}

@test "not exported" {
    bash -c 'helper x'
}
