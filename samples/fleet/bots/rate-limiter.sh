#!/bin/sh
# Decides which calls of an interface of a carrier may go out, by a token bucket that each client has for itself.

# Read lines "second client" in order of time and print each with "pass", or "wait" and the seconds until a token is there.
# limit <lines> <tokens per minute> <size of the bucket>
limit() {
    printf '%s\n' "$1" | awk -v rate="$2" -v size="$3" '
        BEGIN {
            if (rate <= 0 || size < 1) { print "limit: rate and size are positive" > "/dev/stderr"; failed = 1; exit 1 }
            rate /= 60
        }
        NF == 0 { next }
        $1 < now { print "limit: line " NR " is out of order" > "/dev/stderr"; failed = 1; exit 1 }
        {
            now = $1
            if (!($2 in tokens)) tokens[$2] = size
            else {
                tokens[$2] += (now - seen[$2]) * rate
                if (tokens[$2] > size) tokens[$2] = size
            }
            seen[$2] = now
            if (tokens[$2] >= 1 - 1e-9) { tokens[$2]--; print $1 " " $2 " pass" }
            else print $1 " " $2 " wait " ceiling((1 - tokens[$2]) / rate)
        }
        END { exit failed }
        function ceiling(x) { return int(x) < x - 1e-9 ? int(x) + 1 : int(x) }'
}

# Print "client passed refused" for each client, most refused first.
# limit_summary <lines> <tokens per minute> <size of the bucket>
limit_summary() {
    decisions=$(limit "$@") || return 1
    printf '%s\n' "$decisions" | awk '
        NF { if ($3 == "pass") passed[$2]++; else refused[$2]++; clients[$2] }
        END { for (client in clients) print client, passed[client] + 0, refused[client] + 0 }' | LC_ALL=C sort -k3,3nr -k1,1
}

# Print the pause in seconds before an attempt: doubled each time, at most the limit.
# backoff <attempt> <first pause> <limit>
backoff() {
    pause=$2
    attempt=$1
    while [ "$attempt" -gt 1 ] && [ "$pause" -lt "$3" ]; do
        pause=$((pause * 2))
        attempt=$((attempt - 1))
    done
    [ "$pause" -le "$3" ] || pause=$3
    echo "$pause"
}
