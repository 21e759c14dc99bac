#!/usr/bin/env bats
@test "term is caught" {
    trap 'caught=yes' TERM
    kill -TERM $BASHPID
    [ "$caught" = yes ]
}

@test "term ends a child" {
    sh -c 'trap "exit 4" TERM; kill -TERM $$; exit 0' || status=$?
    [ "$status" -eq 4 ]
}
