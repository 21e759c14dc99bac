#!/usr/bin/env bats
function by_comment { # @test
    true
}

with_brackets() { # @test
    false
}
