#!/bin/sh
# Greets people by their name.

# Say hello to one person.
greet() {
    if [ -z "$1" ]; then
        echo "a name is needed" >&2
        return 1
    fi
    printf 'Hello, %s!\n' "$1"
}
