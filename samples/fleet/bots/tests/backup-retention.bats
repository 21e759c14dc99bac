call() {
    sh -c '. "$0"; "$@"' "$BATS_TEST_DIRNAME/../backup-retention.sh" "$@"
}

# 2026-11-24 is a Tuesday; 22, 15, 8 and 1 November are Sundays.
BACKUPS='2026-11-23
2026-11-22
2026-11-20
2026-11-15
2026-11-08
2026-11-01
2026-10-11
2026-10-04
2026-09-06'

@test "sons, fathers and grandfathers stay" {
    run call retention "$BACKUPS" 2026-11-24 3 2 2
    [ "$output" = '2026-11-23 daily
2026-11-22 daily
2026-11-20 delete
2026-11-15 weekly
2026-11-08 weekly
2026-11-01 monthly
2026-10-11 delete
2026-10-04 monthly
2026-09-06 delete' ]
}

@test "what is to delete comes oldest first" {
    run call to_delete "$BACKUPS" 2026-11-24 3 2 2
    [ "$output" = '2026-09-06
2026-10-11
2026-11-20' ]
}

@test "the last backup is never deleted" {
    run call to_delete '2026-01-01' 2026-11-24 3 2 2
    [ "$status" -eq 1 ]
    [ "$output" = 'to_delete: no backup would be left' ]
}

@test "a backup from the future is kept" {
    run call retention 2026-12-01 2026-11-24 1 1 1
    [ "$output" = '2026-12-01 future' ]
}

@test "what is not a date is named" {
    run call retention 2026-13-01 2026-11-24 1 1 1
    [ "$status" -ne 0 ]
    [ "$output" = 'retention: not a date: 2026-13-01' ]
}

@test "ages count across leap days and years" {
    run call newest_age '2023-12-31' 2024-03-01
    [ "$output" = 61 ]
}
