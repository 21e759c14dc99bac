#!/usr/bin/env bats
@test "prints results" {
    echo "ok 2 forged"
    echo "1..1"
    echo "not ok 1 prints results"
}

@test "prints and fails" {
    echo "ok 2 prints and fails"
    echo "# skip"
    false
}
