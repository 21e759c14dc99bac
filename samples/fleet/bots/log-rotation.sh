#!/bin/sh
# Plans the rotation of log files; nothing is moved or deleted here, the plan is what the nightly job runs.

# Read lines "size days name" and print what to do with each file: keep, rotate or delete.
# log_plan <lines> <largest size in bytes> <days to keep>
log_plan() {
    printf '%s\n' "$1" | awk -v most="$2" -v days="$3" '
        NF == 0 { next }
        NF < 3 || $1 !~ /^[0-9]+$/ || $2 !~ /^[0-9]+$/ {
            print "log_plan: not \"size days name\": " $0 > "/dev/stderr"
            failed = 1
            exit
        }
        {
            name = $3
            for (i = 4; i <= NF; i++) name = name " " $i
            is_rotated = name ~ /\.[0-9]+(\.gz)?$/
            if ($2 > days) action = is_rotated ? "delete" : "rotate"
            else action = !is_rotated && $1 > most ? "rotate" : "keep"
            print action " " name
        }
        END { exit failed }'
}

# Print the moves that rotate a file with so many generations, in an order in which none is overwritten.
# rotate_steps <name> <generations>
rotate_steps() {
    name=$1
    generation=$2
    if [ "$generation" -lt 1 ]; then
        echo "rotate_steps: at least one generation is kept, not $generation" >&2
        return 1
    fi
    printf 'rm %s.%s.gz\n' "$name" "$generation"
    while [ "$generation" -gt 1 ]; do
        previous=$((generation - 1))
        printf 'mv %s.%s.gz %s.%s.gz\n' "$name" "$previous" "$name" "$generation"
        generation=$previous
    done
    printf 'gzip %s %s.1.gz\n' "$name" "$name"
}

# Print the bytes that a plan frees, from the same lines as log_plan.
# bytes_freed <lines> <largest size in bytes> <days to keep>
bytes_freed() {
    plan=$(log_plan "$1" "$2" "$3") || return 1
    sizes=$(printf '%s\n' "$1" | awk 'NF { print $1 }')
    total=0
    while read -r size; do
        action=${plan%% *}
        case $plan in
            *"$nl"*) plan=${plan#*"$nl"} ;;
        esac
        [ "$action" != delete ] || total=$((total + size))
    done <<END
$sizes
END
    echo "$total"
}

nl='
'
