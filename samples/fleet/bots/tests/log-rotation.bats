call() {
    sh -c '. "$0"; "$@"' "$BATS_TEST_DIRNAME/../log-rotation.sh" "$@"
}

FILES='900 1 shop.log
5000 2 orders.log
300 40 shop.log.3.gz
200 10 shop.log.2.gz
100 31 cron log'

@test "large files are rotated, old ones rotated or deleted" {
    run call log_plan "$FILES" 1000 30
    [ "$status" -eq 0 ]
    [ "$output" = 'keep shop.log
rotate orders.log
delete shop.log.3.gz
keep shop.log.2.gz
rotate cron log' ]
}

@test "the limits themselves are still kept" {
    run call log_plan '1000 30 shop.log' 1000 30
    [ "$output" = 'keep shop.log' ]
}

@test "a line that is not understood stops the plan" {
    run call log_plan 'big 3 shop.log' 1000 30
    [ "$status" -ne 0 ]
    [[ $output == *'not "size days name": big 3 shop.log'* ]]
}

@test "generations move from the oldest to the newest" {
    run call rotate_steps shop.log 3
    [ "$output" = 'rm shop.log.3.gz
mv shop.log.2.gz shop.log.3.gz
mv shop.log.1.gz shop.log.2.gz
gzip shop.log shop.log.1.gz' ]
}

@test "no generations are refused" {
    run call rotate_steps shop.log 0
    [ "$status" -eq 1 ]
}

@test "deleted files free their bytes" {
    run call bytes_freed "$FILES" 1000 9
    [ "$output" = 500 ]
}

@test "an empty list frees nothing" {
    run call bytes_freed '' 1000 9
    [ "$output" = 0 ]
}
