#!/usr/bin/env bash
# Prints what everything costs, beside the usual other ways of doing it: scripts/bench.sh [--quick] [--sizes 1,10] [--runs N] [--json FILE] [--folder FOLDER]
set -euo pipefail
case " $* " in *" --help "* | *" -h "*) sed -n '2s/^# //p' "$0"; exit ;; esac
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/scripts/tools.sh"
# The broker of the tests is measured too.
need_tools tests

feed=$(mktemp -d "${TMPDIR:-/tmp}/menace-bench-feed.XXXXXX")
trap 'rm -rf "$feed"' EXIT
# A version of its own, because a running build server keeps the tasks of a version it has loaded.
version=0.1.0-bench.$(date +%s)
bash "$root/scripts/pack.sh" "$version" "$feed" >/dev/null
dotnet build "$root/scripts/bench" -c Release -nologo -v:q >"$feed/build.log" || { cat "$feed/build.log" >&2; exit 1; }

python=$(find_python)
"$python" "$root/scripts/bench/bench.py" "$@" --program "$root/scripts/bench/bin/Release/net10.0/Menace.Benchmarks.dll" \
    --version "$version" --feed "$feed" --pytest "$python"
