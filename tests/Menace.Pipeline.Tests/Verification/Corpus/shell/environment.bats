#!/usr/bin/env bats
@test "home is there" {
    [ -d "$HOME" ] && [ -n "$MENACE_RUN" ]
}

@test "path is emptied" {
    PATH=
    ls
}

@test "path is back" {
    ls >/dev/null
}
