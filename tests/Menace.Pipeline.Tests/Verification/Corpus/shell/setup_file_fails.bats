#!/usr/bin/env bats
setup_file() {
    echo "no service"
    false
}

@test "never" {
    true
}
