# Prints the text on stdin, without its last newline, as a JSON string. Exit code 1: it is not UTF-8, which JSON cannot carry.
# Run it with LC_ALL=C, so that a character is a byte.

BEGIN {
    continuing = "[\200-\277]"
    two = "[\302-\337]" continuing
    three = "\340[\240-\277]" continuing "|[\341-\354\356\357]" continuing continuing "|\355[\200-\237]" continuing
    four = "\360[\220-\277]" continuing continuing "|[\361-\363]" continuing continuing continuing "|\364[\200-\217]" continuing continuing
    multibyte = two "|" three "|" four
    for (code = 1; code < 32; code++) escaped[sprintf("%c", code)] = sprintf("\\u%04x", code)
    escaped["\t"] = "\\t"
    escaped["\r"] = "\\r"
    printf "\""
}

NR > 1 { printf "\\n" }

/[\200-\377]/ {
    rest = $0
    gsub(multibyte, " ", rest)
    if (rest ~ /[\200-\377]/) {
        invalid = 1
        exit
    }
}

{
    gsub(/\\/, "\\\\&")
    gsub(/"/, "\\\\&")
    if ($0 ~ "[\001-\037]") {
        count = split_characters($0)
        for (i = 1; i <= count; i++) printf "%s", characters[i] in escaped ? escaped[characters[i]] : characters[i]
    } else {
        printf "%s", $0
    }
}

END {
    if (invalid) exit 1
    print "\""
}

function split_characters(line,    i) {
    for (i = 1; i <= length(line); i++) characters[i] = substr(line, i, 1)
    return length(line)
}
