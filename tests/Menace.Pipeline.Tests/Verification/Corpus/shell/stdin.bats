#!/usr/bin/env bats
@test "nothing to read" {
    run cat
    [ "$output" = "" ]
}

@test "read fails" {
    read -r line
}

@test "here document" {
    value=$(cat <<'END'
ok 1 not a result
END
)
    [ "$value" = "ok 1 not a result" ]
}
