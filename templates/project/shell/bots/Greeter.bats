setup() {
    . ./Greeter.sh
}

@test "a person is greeted by name" {
    run greet Ada
    [ "$status" -eq 0 ]
    [ "$output" = "Hello, Ada!" ]
}

@test "nobody is greeted without a name" {
    run greet ""
    [ "$status" -eq 1 ]
}
