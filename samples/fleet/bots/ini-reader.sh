#!/bin/sh
# Reads settings from INI text: sections, comments with ; or #, values with or without quotes.

# Print the value of a key; fail if it is not there.
# ini_get <text> <section> <key>
ini_get() {
    printf '%s\n' "$1" | tr -d '\r' | awk -v section="$2" -v key="$3" '
        /^[ \t]*([;#]|$)/ { next }
        /^[ \t]*\[.*\][ \t]*$/ {
            current = $0
            sub(/^[ \t]*\[[ \t]*/, "", current)
            sub(/[ \t]*\][ \t]*$/, "", current)
            next
        }
        current == section && index($0, "=") > 0 {
            name = trim(substr($0, 1, index($0, "=") - 1))
            if (name == key) { value = trim(substr($0, index($0, "=") + 1)); found = 1 }
        }
        END {
            if (!found) { print "ini_get: there is no " key " in [" section "]" > "/dev/stderr"; exit 1 }
            if (value ~ /^".*"$/) value = substr(value, 2, length(value) - 2)
            else sub(/[ \t]+[;#].*$/, "", value)
            print value
        }
        function trim(text) { gsub(/^[ \t]+|[ \t]+$/, "", text); return text }'
}

# Print the names of the sections in their order, each once.
ini_sections() {
    printf '%s\n' "$1" | tr -d '\r' | sed -n 's/^[[:space:]]*\[[[:space:]]*\(.*[^[:space:]]\)[[:space:]]*\][[:space:]]*$/\1/p' | awk '!seen[$0]++'
}

# Print the lines that are neither settings, sections, comments nor empty, with their numbers.
ini_mistakes() {
    printf '%s\n' "$1" | tr -d '\r' | awk '
        /^[ \t]*([;#]|$)/ || /^[ \t]*\[[^]]+\][ \t]*$/ { next }
        !/^[ \t]*[^=[]+=/ { print NR ": " $0 }'
}

# Print a setting of the fleet itself, from the file that comes with this bot.
# fleet_setting <section> <key>
fleet_setting() {
    ini_get "$(cat "$(dirname -- "$0")/data/fleet.ini")" "$1" "$2"
}
