#!/usr/bin/env bash
# Runs all tests in their long form (tests/Nightly.cs), and before them scripts/fourth-language.sh if no project is named. The last line is that of scripts/test.sh: N passed, N failed.
# Usage: scripts/nightly.sh [PROJECT ...]   MENACE_NIGHTLY_TIMEOUT: seconds until everything is ended (default: six hours)
set -euo pipefail
cd "$(dirname "$0")/.."
export MENACE_NIGHTLY=1
limit=${MENACE_NIGHTLY_TIMEOUT:-21600}

if [ $# = 0 ]; then
    bash scripts/fourth-language.sh
fi

status=0
timeout --kill-after=60 "$limit" bash scripts/test.sh "$@" || status=$?
if [ "$status" = 124 ] || [ "$status" = 137 ]; then
    printf 'error: not finished after %s seconds. Set MENACE_NIGHTLY_TIMEOUT if it needs more.\n' "$limit" >&2
fi
exit "$status"
