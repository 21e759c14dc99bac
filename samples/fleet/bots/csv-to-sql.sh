#!/bin/sh
# Turns CSV with a header line into SQL. Quotes are doubled, numbers stay bare, empty values become NULL.

# Split the lines of a CSV (RFC 4180, without line breaks inside of values) into values; the other functions build on it.
csv='
function parse(line, values,    n, i, c, text, quoted) {
    n = 0; text = ""; quoted = 0
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (quoted && c == "\"" && substr(line, i + 1, 1) == "\"") { text = text "\""; i++ }
        else if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) { values[++n] = text; text = "" }
        else text = text c
    }
    values[++n] = text
    return quoted ? -1 : n
}
function fail(message) { print "csv: line " NR ": " message > "/dev/stderr"; failed = 1; exit }
'

# Print one INSERT for each row.
# inserts <table> <csv>
inserts() {
    case $1 in
        '' | *[!a-z0-9_]*) echo "inserts: '$1' is not a table name of lower case letters, digits and _" >&2; return 1 ;;
    esac
    printf '%s\n' "$2" | tr -d '\r' | awk -v table="$1" -v quote="'" "$csv"'
        NF == 0 { next }
        NR == 1 {
            count = parse($0, columns)
            for (i = 1; i <= count; i++) if (columns[i] !~ /^[a-z_][a-z0-9_]*$/) fail("bad column name \"" columns[i] "\"")
            for (i = 1; i <= count; i++) names = names (i > 1 ? ", " : "") columns[i]
            next
        }
        {
            n = parse($0, values)
            if (n < 0) fail("a quote is not closed")
            if (n != count) fail(n " values for " count " columns")
            row = ""
            for (i = 1; i <= n; i++) row = row (i > 1 ? ", " : "") literal(values[i])
            print "INSERT INTO " table " (" names ") VALUES (" row ");"
        }
        END { exit failed }
        function literal(text) {
            if (text == "") return "NULL"
            if (text ~ /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/) return text
            gsub(quote, quote quote, text)
            return quote text quote
        }'
}

# Print a CREATE TABLE whose column types fit all rows: integer, numeric, date or text.
# create_table <table> <csv>
create_table() {
    printf '%s\n' "$2" | tr -d '\r' | awk -v table="$1" "$csv"'
        NR == 1 { count = parse($0, columns); next }
        NF {
            parse($0, values)
            for (i = 1; i <= count; i++) if (values[i] != "") widen(i, type(values[i]))
        }
        END {
            print "CREATE TABLE " table " ("
            for (i = 1; i <= count; i++) print "    " columns[i] " " (i in types ? types[i] : "text") (i < count ? "," : "")
            print ");"
        }
        function type(text) {
            if (text ~ /^-?(0|[1-9][0-9]*)$/) return "integer"
            if (text ~ /^-?(0|[1-9][0-9]*)\.[0-9]+$/) return "numeric"
            return text ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/ ? "date" : "text"
        }
        function widen(i, new) {
            if (!(i in types)) types[i] = new
            else if (types[i] != new) types[i] = types[i] new ~ /^(integernumeric|numericinteger)$/ ? "numeric" : "text"
        }'
}

# Print a table and its rows from the file of a supplier, whatever its delimiter and number format.
# supplier_script <table> <text>
supplier_script() {
    normal=$(csv_normaliser_normalise "$2") || return 1
    create_table "$1" "$normal"
    inserts "$1" "$normal"
}
