#!/usr/bin/env bash
# Prints what everything costs, beside the usual other ways of doing it: scripts/bench.sh [--packed VERSION FEED] [--quick] [--completion] [--synthesis] [--sizes 1,10] [--runs N] [--verify] [--merge] [--csharp N] [--json FILE] [--folder FOLDER]
set -euo pipefail
case " $* " in *" --help "* | *" -h "*) sed -n '2s/^# //p' "$0"; exit ;; esac
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/scripts/tools.sh"

# What completion and the planner find in the labelled set, per class: right, wrong, missing. Fails if it is worse than the tests allow.
if [ "${1:-}" = --completion ]; then
    dotnet test "$root/tests/Menace.Pipeline.Tests" -c Release -nologo --filter "FullyQualifiedName~LabelTests" --logger "console;verbosity=detailed" |
        grep -E "right +[0-9]|held out|development"
    exit
fi

# What the search of programs finds in the labelled set, per class and language: right, wrong, asked, missing.
if [ "${1:-}" = --synthesis ]; then
    MENACE_NIGHTLY=1 dotnet test "$root/tests/Menace.Pipeline.Tests" -c Release -nologo --filter "FullyQualifiedName~SynthesisLabelTests" \
        --logger "console;verbosity=detailed" | grep -E "right +[0-9]|^ *Failed "
    exit
fi

# The broker of the tests is measured too.
need_tools tests

logs=$(mktemp -d "${TMPDIR:-/tmp}/menace-bench.XXXXXX")
trap 'rm -rf "$logs"' EXIT
if [ "${1:-}" = --packed ]; then
    version=$2 feed=$3
    shift 3
else
    # A version of its own, because a running build server keeps the tasks of a version it has loaded.
    version=0.1.0-bench.$(date +%s) feed=$logs/feed
    dotnet pack "$root/src/Menace.Sdk" -c Release -o "$feed" -p:Version="$version" -nologo -v:q >"$logs/pack.log" || { cat "$logs/pack.log" >&2; exit 1; }
fi
dotnet build "$root/scripts/bench" -c Release -nologo -v:q >"$logs/build.log" || { cat "$logs/build.log" >&2; exit 1; }

python=$(find_python)
"$python" "$root/scripts/bench/bench.py" "$@" --program "$root/scripts/bench/bin/Release/net10.0/Menace.Benchmarks.dll" \
    --version "$version" --feed "$feed" --pytest "$python"
