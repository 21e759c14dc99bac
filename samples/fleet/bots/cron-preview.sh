#!/bin/sh
# Shows when the jobs of a crontab run on a given day. Fields may be *, numbers, lists, ranges and steps.

# Print the times of a cron expression on a day as HH:MM.
# runs_on <expression> <day of the month> <month> <day of the week, Sunday being 0>
runs_on() {
    awk -v expression="$1" -v day="$2" -v month="$3" -v weekday="$4" '
        BEGIN {
            if (split(expression, field, " ") != 5) fail("has " split(expression, field, " ") " fields, not 5")
            expand(field[1], 0, 59, minutes)
            expand(field[2], 0, 23, hours)
            expand(field[3], 1, 31, days)
            expand(field[4], 1, 12, months)
            expand(field[5], 0, 7, weekdays)
            if (7 in weekdays) weekdays[0]
            is_day = field[3] != "*" && field[5] != "*" ? (day in days) || (weekday in weekdays) : (day in days) && (weekday in weekdays)
            if (is_day && (month in months))
                for (h = 0; h <= 23; h++) if (h in hours)
                    for (m = 0; m <= 59; m++) if (m in minutes) printf "%02d:%02d\n", h, m
        }
        function fail(message) { print "runs_on: \"" expression "\" " message > "/dev/stderr"; exit 1 }
        function expand(text, least, most, set,    parts, n, i, range, step, bounds, x) {
            n = split(text, parts, ",")
            for (i = 1; i <= n; i++) {
                step = split(parts[i], range, "/") == 2 ? range[2] : 1
                if (range[1] == "*") { bounds[1] = least; bounds[2] = most }
                else if (split(range[1], bounds, "-") == 1) bounds[2] = step > 1 ? most : bounds[1]
                if (bounds[1] !~ /^[0-9]+$/ || bounds[2] !~ /^[0-9]+$/ || step !~ /^[1-9][0-9]*$/ || bounds[1] + 0 < least || bounds[2] + 0 > most)
                    fail("has \"" parts[i] "\" where " least "-" most " is allowed")
                for (x = bounds[1] + 0; x <= bounds[2] + 0; x += step) set[x]
            }
        }'
}

# Print the timetable of a day from a crontab whose lines end with a name, by time.
# timetable <crontab> <day> <month> <weekday>
timetable() {
    printf '%s\n' "$1" | while IFS= read -r line; do
        case $line in
            '' | '#'*) continue ;;
        esac
        times=$(runs_on "$(printf '%s\n' "$line" | awk '{ print $1, $2, $3, $4, $5 }')" "$2" "$3" "$4") || exit 1
        name=$(printf '%s\n' "$line" | awk '{ $1 = $2 = $3 = $4 = $5 = ""; sub(/^ +/, ""); print }')
        [ -z "$times" ] || printf '%s\n' "$times" | sed "s|\$| $name|"
    done | LC_ALL=C sort
}

# Print the minutes of a day in which more jobs start than a limit.
# crowded <crontab> <day> <month> <weekday> <limit>
crowded() {
    timetable "$1" "$2" "$3" "$4" | awk -v limit="$5" '{ if (++count[$1] == limit + 1) print $1 }'
}

# Print the times of an expression on a date, and none where the warehouse is closed.
# warehouse_runs <expression> <YYYY-MM-DD>
warehouse_runs() {
    open=$(WorkCalendar_IsWorkday "$2") || return 1
    [ "$open" = true ] || return 0
    # shellcheck disable=SC2046
    runs_on "$1" $(date -d "$2" '+%-d %-m %w')
}
