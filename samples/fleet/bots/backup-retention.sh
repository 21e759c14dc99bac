#!/bin/sh
# Decides which backups stay: the last days (sons), the last Sundays (fathers), the first Sunday of each month (grandfathers).

# The functions of awk that the others share: days since 1970 and the day of the week of a date.
# Source: Howard Hinnant, "chrono-compatible low-level date algorithms".
dates='
function day_number(date,    part, y, m, era, yoe, doy) {
    split(date, part, "-")
    y = part[1] + 0; m = part[2] + 0
    if (m <= 2) y--
    era = int(y / 400)
    yoe = y - era * 400
    doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + part[3] - 1
    return era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy - 719468
}
function is_sunday(date) { return (day_number(date) + 4) % 7 == 0 }
function is_date(text) { return text ~ /^[0-9][0-9][0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/ }
'

# Print for each backup date why it is kept, or "delete".
# retention <dates, one per line> <today> <days> <weeks> <months>
retention() {
    printf '%s\n' "$1" | LC_ALL=C sort -ru | awk -v today="$2" -v days="$3" -v weeks="$4" -v months="$5" "$dates"'
        NF == 0 { next }
        !is_date($1) { print "retention: not a date: " $1 > "/dev/stderr"; failed = 1; exit }
        {
            age = day_number(today) - day_number($1)
            month = substr($1, 1, 7)
            if (age < 0) reason = "future"
            else if (age < days) reason = "daily"
            else if (is_sunday($1) && fathers < weeks) { reason = "weekly"; fathers++ }
            else if (is_sunday($1) && substr($1, 9) + 0 <= 7 && grandfathers < months) { reason = "monthly"; grandfathers++ }
            else reason = "delete"
            print $1 " " reason
        }
        END { exit failed }'
}

# Print only the dates to delete, oldest first; nothing if that would leave no backup at all.
# to_delete <dates> <today> <days> <weeks> <months>
to_delete() {
    plan=$(retention "$@") || return 1
    if ! printf '%s\n' "$plan" | grep -qv ' delete$'; then
        echo 'to_delete: no backup would be left' >&2
        return 1
    fi
    printf '%s\n' "$plan" | sed -n 's/ delete$//p' | LC_ALL=C sort
}

# Print the days between the newest backup and today.
newest_age() {
    printf '%s\n' "$1" | LC_ALL=C sort -r | awk -v today="$2" "$dates"'NR == 1 { print day_number(today) - day_number($1) }'
}
