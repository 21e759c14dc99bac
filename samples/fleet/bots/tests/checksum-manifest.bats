call() {
    sh -c '. "$0"; "$@"' "$BATS_TEST_DIRNAME/../checksum-manifest.sh" "$@"
}

setup() {
    FOLDER=$(mktemp -d)
    mkdir "$FOLDER/sub folder"
    printf 'abc' > "$FOLDER/a.txt"
    printf 'abc' > "$FOLDER/sub folder/b.txt"
    printf 'other' > "$FOLDER/c.txt"
    ABC=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
}

teardown() {
    rm -r "$FOLDER"
}

@test "a manifest lists hashes by path" {
    run call manifest "$FOLDER"
    [ "${#lines[@]}" -eq 3 ]
    [ "${lines[0]}" = "$ABC  a.txt" ]
    [ "${lines[2]}" = "$ABC  sub folder/b.txt" ]
}

@test "an untouched folder has no differences" {
    run call verify "$(call manifest "$FOLDER")" "$FOLDER"
    [ "$status" -eq 0 ]
    [ "$output" = '' ]
}

@test "added, changed and removed files are told apart" {
    before=$(call manifest "$FOLDER")
    printf 'x' > "$FOLDER/a.txt"
    printf 'x' > "$FOLDER/new file"
    rm "$FOLDER/c.txt"
    run call verify "$before" "$FOLDER"
    [ "$status" -eq 1 ]
    [ "$output" = 'added new file
changed a.txt
removed c.txt' ]
}

@test "the same content in several places is a duplicate" {
    run call duplicates "$(call manifest "$FOLDER")"
    [ "$output" = 'a.txt = sub folder/b.txt' ]
}

@test "a folder that is not there fails" {
    run call manifest "$FOLDER/none"
    [ "$status" -ne 0 ]
}
