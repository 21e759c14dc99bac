#!/usr/bin/env bats
helper() {
    true
}
