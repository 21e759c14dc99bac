#!/usr/bin/env bash
# Writes src/Menace.Pipeline/PublicAPI.Unshipped.txt: the public members that PublicAPI.Shipped.txt does not have. Look at the difference before you commit it.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=src/Menace.Pipeline
file=$folder/PublicAPI.Unshipped.txt
printf '#nullable enable\n' >"$file"
members=$(dotnet build $folder -c Release -nologo -p:TreatWarningsAsErrors=false --no-incremental |
    sed -n "s/^.*warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*$/\1/p" | LC_ALL=C sort -u)
printf '%s\n' "$members" >>"$file"
printf '%s members in %s\n' "$(wc -l <"$file")" "$file"
