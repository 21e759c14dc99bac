#!/bin/sh
# Notes the SHA-256 of every file of a folder, and later says what was added, removed or changed.

# Print a manifest of a folder: "hash  path", by path.
manifest() {
    (CDPATH= cd -- "$1" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | while IFS= read -r path; do
        hash=$(sha256sum < "$path") || exit 1
        printf '%s  %s\n' "${hash%% *}" "$path"
    done)
}

# Print the differences between a manifest and a folder; fail if there are any.
# verify <manifest> <folder>
verify() {
    now=$(manifest "$2") || return 1
    differences=$( (printf '%s\n' "$1" | sed 's/^/old /'; printf '%s\n' "$now" | sed 's/^/new /') | awk '
        NF < 3 { next }
        {
            path = substr($0, 5 + length($2) + 2)
            if ($1 == "old") old[path] = $2; else new[path] = $2
            if (!(path in seen)) { seen[path] = 1; order[++n] = path }
        }
        END {
            for (i = 1; i <= n; i++) {
                path = order[i]
                if (!(path in new)) print "removed " path
                else if (!(path in old)) print "added " path
                else if (old[path] != new[path]) print "changed " path
            }
        }' | LC_ALL=C sort)
    [ -z "$differences" ] || { printf '%s\n' "$differences"; return 1; }
}

# Print the paths of a manifest that have the same content, one group in a line.
duplicates() {
    printf '%s\n' "$1" | awk '
        NF >= 2 {
            path = substr($0, length($1) + 3)
            if (count[$1]++ == 0) { order[++n] = $1; paths[$1] = path }
            else paths[$1] = paths[$1] " = " path
        }
        END { for (i = 1; i <= n; i++) if (count[order[i]] > 1) print paths[order[i]] }'
}
