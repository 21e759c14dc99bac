#!/usr/bin/env bats
@test "on one line" { true; }

@test "fails on one line" { false; }
