#!/usr/bin/env bats
@test "only elsewhere" {
    [ "$(uname)" = Nowhere ] || skip "not on $(uname)"
    false
}

@test "by helper" {
    leave
    false
}

leave() {
    skip
}
