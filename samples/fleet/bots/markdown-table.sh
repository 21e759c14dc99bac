#!/bin/sh
# Writes tables in Markdown that are also readable as text.

# Turn lines of values between tabs, the first one being the header, into a table with even columns; numbers align right.
md_table() {
    printf '%s\n' "$1" | awk -F '\t' '
        NF == 0 { next }
        {
            rows++
            if (NF > columns) columns = NF
            for (i = 1; i <= NF; i++) {
                text = $i
                gsub(/\|/, "\\|", text)
                cell[rows, i] = text
                if (length(text) > width[i]) width[i] = length(text)
                if (rows > 1 && text !~ /^(-?[0-9]+([.][0-9]+)?%?)?$/) is_text[i] = 1
            }
        }
        END {
            if (rows == 0) exit 1
            for (i = 1; i <= columns; i++) if (width[i] < 3) width[i] = 3
            for (row = 1; row <= rows; row++) {
                line = "|"
                for (i = 1; i <= columns; i++) line = line sprintf(i in is_text ? " %-" width[i] "s |" : " %" width[i] "s |", cell[row, i])
                print line
                if (row == 1) print rule()
            }
        }
        function rule(    line, i) {
            line = "|"
            for (i = 1; i <= columns; i++) line = line (i in is_text ? " " dashes(width[i]) " |" : " " dashes(width[i] - 1) ": |")
            return line
        }
        function dashes(n,    text) { while (n-- > 0) text = text "-"; return text }'
}

# Print a list of "title: value" as a table of two columns.
md_facts() {
    md_table "$(printf '%s\n' "$1" | awk -v OFS='\t' '
        BEGIN { print "what", "value" }
        index($0, ": ") { print substr($0, 1, index($0, ": ") - 1), substr($0, index($0, ": ") + 2) }')"
}

# Print a bar of a share in percent, ten characters wide.
md_bar() {
    awk -v share="$1" 'BEGIN {
        if (share < 0 || share > 100) exit 1
        full = int(share / 10 + 0.5)
        for (i = 1; i <= 10; i++) bar = bar (i <= full ? "#" : ".")
        print bar
    }'
}
