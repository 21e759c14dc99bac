#!/bin/sh
# Prices.

# The price with tax.
gross() {
    printf '%s\n' "$(($1 * (100 + ${2:-19}) / 100))"
}

# Greets.
greet() {
    printf 'hello %s\n' "$1"
}

# Fails with a message.
refuse() {
    printf 'no %s\n' "$1" >&2
    return 3
}
