#!/bin/bash
# Writes postal addresses in the form of their country.

declare -A LINES=(
    [DE]='{name}|{street}|{postcode} {CITY}'
    [FR]='{name}|{street}|{postcode} {CITY}'
    [GB]='{name}|{street}|{CITY}|{POSTCODE}'
    [US]='{name}|{street}|{CITY}, {region} {postcode}'
)

# The patterns of a postcode, which catch the most frequent mistakes.
declare -A POSTCODES=(
    [DE]='^[0-9]{5}$'
    [FR]='^[0-9]{5}$'
    [GB]='^[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}$'
    [US]='^[0-9]{5}(-[0-9]{4})?$'
)

# Fail with a message if the postcode is not one of the country.
# check_postcode <country> <postcode>
check_postcode() {
    local pattern=${POSTCODES[$1]:-.}
    [[ $2 =~ $pattern ]] || { echo "'$2' is not a postcode of $1" >&2; return 1; }
}

# Print the lines of an address; the last one is the country if the letter crosses a border.
# address <from country> <country> <key=value> ...
address() {
    local from=$1 country=$2 form line pair key
    local -A field=()
    shift 2
    for pair; do
        key=${pair%%=*}
        field[$key]=${pair#*=}
        field[${key^^}]=${field[$key]^^}
    done
    form=${LINES[$country]:-${LINES[DE]}}
    check_postcode "$country" "${field[postcode]-}" || return 1
    while [[ -n $form ]]; do
        line=${form%%|*}
        [[ $form == *'|'* ]] && form=${form#*|} || form=
        for key in "${!field[@]}"; do
            line=${line//"{$key}"/"${field[$key]}"}
        done
        if [[ $line == *{*}* ]]; then
            line=${line#*\{}
            echo "The address in $country lacks ${line%%\}*}" >&2
            return 1
        fi
        printf '%s\n' "$line"
    done
    [[ $from == "$country" ]] || printf '%s\n' "$country"
}

# Print an address in one line, for lists.
# one_line <from country> <country> <key=value> ...
one_line() {
    local text
    text=$(address "$@") || return 1
    printf '%s\n' "${text//$'\n'/, }"
}

# Print our own address in one line, as it stands small above the receiver in the window of an envelope.
sender_line() {
    printf '%s, %s, %s %s\n' "$(ini_reader_fleet_setting company name)" "$(ini_reader_fleet_setting company street)" \
        "$(ini_reader_fleet_setting company postcode)" "$(ini_reader_fleet_setting company city)"
}
