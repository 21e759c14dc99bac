# Reads one JSON value (RFC 8259) from stdin and prints it: a string as its text, any other value as it is written.
# Exit code 1: the input is not JSON, or a string holds NUL, which no shell argument can carry.
# Run it with LC_ALL=C, so that a character is a byte.

{ text = NR > 1 ? text "\n" $0 : $0 }

END {
    position = 1
    skip_space()
    start = position
    is_string = next_character() == "\""
    value()
    stop = position
    skip_space()
    if (position <= length(text)) exit 1
    printf "%s", is_string ? decoded : substr(text, start, stop - start)
}

function next_character() { return substr(text, position, 1) }

function skip_space() { if (match(substr(text, position), /^[ \t\r\n]+/)) position += RLENGTH }

# The text that the pattern matches here, which is consumed.
function take(pattern,    taken) {
    if (!match(substr(text, position), pattern)) exit 1
    taken = substr(text, position, RLENGTH)
    position += RLENGTH
    return taken
}

function value(    first) {
    first = next_character()
    if (first == "\"") decoded = string()
    else if (first == "{") items("}", 1)
    else if (first == "[") items("]", 0)
    else take("^(true|false|null|-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?)")
}

function items(closing, named) {
    position++
    skip_space()
    if (next_character() == closing) { position++; return }
    while (1) {
        skip_space()
        if (named) {
            if (next_character() != "\"") exit 1
            string()
            skip_space()
            take("^:")
            skip_space()
        }
        value()
        skip_space()
        if (next_character() == closing) { position++; return }
        take("^,")
    }
}

function string(    result, character) {
    position++
    result = ""
    while (1) {
        character = next_character()
        if (character == "\"") { position++; return result }
        result = result (character == "\\" ? escape() : take("^[^\"\\\\\001-\037]+"))
    }
}

function escape(    character, place, code, low) {
    character = substr(text, position + 1, 1)
    position += 2
    if (character == "u") {
        code = hexadecimal()
        if (code >= 55296 && code <= 56319 && substr(text, position, 2) == "\\u") {
            position += 2
            low = hexadecimal()
            if (low >= 56320 && low <= 57343) return utf8(65536 + (code - 55296) * 1024 + low - 56320)
            return utf8(65533) utf8(low)
        }
        return utf8(code)
    }
    place = index("\"\\/bfnrt", character)
    if (character == "" || place == 0) exit 1
    return substr("\"\\/\b\f\n\r\t", place, 1)
}

function hexadecimal(    digits, code, i) {
    digits = tolower(take("^[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]"))
    for (i = 1; i <= 4; i++) code = code * 16 + index("0123456789abcdef", substr(digits, i, 1)) - 1
    return code
}

# The bytes of a code point; half of a surrogate pair becomes U+FFFD.
function utf8(code) {
    if (code == 0) exit 1
    if (code >= 55296 && code <= 57343) code = 65533
    if (code < 128) return sprintf("%c", code)
    if (code < 2048) return sprintf("%c%c", 192 + int(code / 64), 128 + code % 64)
    if (code < 65536) return sprintf("%c%c%c", 224 + int(code / 4096), 128 + int(code / 64) % 64, 128 + code % 64)
    return sprintf("%c%c%c%c", 240 + int(code / 262144), 128 + int(code / 4096) % 64, 128 + int(code / 64) % 64, 128 + code % 64)
}
