# Prints the text on stdin, without its last newline, as a JSON string.
# Run it with LC_ALL=C, so that a character is a byte.

BEGIN {
    for (code = 1; code < 32; code++) escaped[sprintf("%c", code)] = sprintf("\\u%04x", code)
    escaped["\t"] = "\\t"
    escaped["\r"] = "\\r"
    printf "\""
}

NR > 1 { printf "\\n" }

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

END { print "\"" }

function split_characters(line,    i) {
    for (i = 1; i <= length(line); i++) characters[i] = substr(line, i, 1)
    return length(line)
}
