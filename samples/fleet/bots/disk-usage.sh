#!/bin/sh
# Reports on disks and folders from the output of df and du.

# Print bytes in the largest unit in which they are at least 1, with one decimal.
human() {
    awk -v bytes="$1" 'BEGIN {
        if (bytes !~ /^[0-9]+$/) exit 1
        split("B KiB MiB GiB TiB", units, " ")
        for (unit = 1; bytes >= 1024 && unit < 5; unit++) bytes /= 1024
        printf unit == 1 ? "%d %s\n" : "%.1f %s\n", bytes, units[unit]
    }'
}

# Print the file systems of "df -P" that are fuller than a limit in percent, fullest first.
# full_disks <output of df -P> <percent>
full_disks() {
    printf '%s\n' "$1" | awk -v limit="$2" '
        NR > 1 && NF >= 6 {
            used = $5
            sub(/%$/, "", used)
            if (used + 0 >= limit) printf "%d %s\n", used, $6
        }' | LC_ALL=C sort -k1,1nr -k2 | awk '{ print $2 " " $1 "%" }'
}

# Print the largest folders of "du -k" as "share size folder", and what the others have in common.
# top_folders <output of du -k> <count>
top_folders() {
    printf '%s\n' "$1" | LC_ALL=C sort -k1,1nr -k2 | awk -v count="$2" '
        NF >= 2 {
            size[++n] = $1
            $1 = ""
            name[n] = substr($0, 2)
            total += size[n]
        }
        END {
            for (i = 1; i <= n && i <= count; i++) line(size[i], name[i])
            for (; i <= n; i++) rest += size[i]
            if (rest > 0) line(rest, "(" n - count " others)")
        }
        function line(kib, label) { printf "%3d%% %8d KiB %s\n", kib * 100 / total + 0.5, kib, label }'
}

# Print the day on which a disk will be full, in days from now, by the mean growth of daily samples in percent.
days_left() {
    printf '%s\n' "$1" | tr ' ' '\n' | awk '
        NF { if (n++) growth += $1 - last; else first = $1; last = $1 }
        END {
            if (n < 2) { print "unknown"; exit }
            growth /= n - 1
            if (growth <= 0) print "never"; else printf "%d\n", (100 - last) / growth
        }'
}
