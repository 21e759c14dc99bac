#!/bin/sh
# The mail that the people of the warehouse read in the morning.

# Print the whole report: disks, jobs, and the reminders to send if there is a ledger of open invoices.
# summary <date> <output of df -P> <lines "job status seconds"> [ledger as CSV]
summary() {
    printf '# Night of %s\n' "$1"
    disks=$(disk_usage_full_disks "$2" 80)
    if [ -n "$disks" ]; then
        printf '\n## Disks\n\n'
        markdown_table_md_table "$(printf 'disk used\n%s\n' "$disks" | tr ' ' '\t')"
    fi
    printf '\n## Jobs\n\n'
    markdown_table_md_table "$(job_rows "$3")"
    printf '\n%s\n' "$(verdict "$3")"
    if [ -n "${4:-}" ]; then
        reminders=$(mail_merge_dunning_digest "$4" "$1") || return 1
        printf '\n## Reminders\n\n%s\n' "${reminders:-None today.}"
    fi
}

# Print the jobs as lines of values between tabs, slowest first.
job_rows() {
    printf 'job\tstatus\tseconds\n'
    printf '%s\n' "$1" | awk -v OFS='\t' 'NF == 3 { print $1, $2, $3 }' | LC_ALL=C sort -t "$(printf '\t')" -k3,3nr -k1,1
}

# Print one sentence about the night.
verdict() {
    printf '%s\n' "$1" | awk '
        NF == 3 { jobs++; seconds += $3; if ($2 != "ok") { failed++; names = names (names == "" ? "" : ", ") $1 } }
        END {
            if (jobs == 0) print "No job ran: is the scheduler alive?"
            else if (failed == 0) printf "All %d jobs are well, after %d minutes.\n", jobs, int((seconds + 59) / 60)
            else printf "%d of %d jobs failed: %s.\n", failed, jobs, names
        }'
}
