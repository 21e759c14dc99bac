#!/usr/bin/env bash
# Installs what the tests need and runs them all. The last line is counted from the result files: N passed, N failed.
# Usage: scripts/test.sh [PROJECT ...]   (default: every project under tests/)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/tools.sh
need_tools tests

# Bots are built as on a person's machine, with the compiler server: a build server's settings make each of them several times slower.
export UseSharedCompilation=true

# What a build prints on a build server is a test of its own.
unset GITHUB_ACTIONS TF_BUILD

# A node of MSBuild that waits to be used again holds the output of the build that started it, and a test would wait for its end.
export MSBUILDDISABLENODEREUSE=1

results=$(mktemp -d "${TMPDIR:-/tmp}/menace-results.XXXXXX")
beside=
trap '[ -z "$beside" ] || kill "$beside" 2>/dev/null; rm -rf "$results"' EXIT

say "Building"
dotnet build Sdk.sln -c Release -nologo -v:q

say "Checking the format"
dotnet format whitespace Sdk.sln --verify-no-changes --no-restore

# A snapshot that is missing is a failure, not a new snapshot.
export SNAPSHOOTER_STRICT_MODE=true
# A test that hangs is ended and named, so that the run is red and not late.
hang=10m
[ -z "${MENACE_NIGHTLY:-}" ] || hang=3h

# A project, or the tests of a project that a filter selects: PROJECT [NAME FILTER].
run_tests() {
    local name=${2:-$(basename "$1" .csproj)}
    say "Testing $name"
    dotnet test "$1" -c Release --no-build -nologo ${3:+--filter "$3"} --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
        --blame-hang --blame-hang-timeout "$hang" --blame-hang-dump-type none
}

status=0
if [ $# -gt 0 ]; then
    for project in "$@"; do run_tests "$project" || status=1; done
else
    # Real builds, one at a time, take longer than all other tests and leave half of the machine idle. Most of them run beside the others, and those
    # of all kinds of hosts after the others, so that both halves end at about the same time.
    builds=tests/Menace.Sdk.Tests/Menace.Sdk.Tests.csproj
    run_tests "$builds" Menace.Sdk.Tests 'FullyQualifiedName!~.Hosts.' >"$results/builds.log" 2>&1 &
    beside=$!
    for project in tests/*/*.csproj; do
        [ "$project" = "$builds" ] || run_tests "$project" || status=1
    done
    run_tests "$builds" Menace.Sdk.Tests.Hosts 'FullyQualifiedName~.Hosts.' || status=1
    wait "$beside" || status=1
    beside=
    cat "$results/builds.log"
fi

sum() { cat "$results"/*.trx 2>/dev/null | sed -n "s/.*<Counters [^>]*$1=\"\([0-9]*\)\".*/\1/p" | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(sum passed)
failed=$(sum failed)
printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
