#!/usr/bin/env bats
@test "sorts by bytes" {
    [ "$(printf 'b\nB\na\n' | LC_ALL=C sort | tr -d '\n')" = Bab ]
}

@test "zone" {
    [ "$(TZ=Asia/Tokyo date -d @0 +%H)" = 09 ]
}
