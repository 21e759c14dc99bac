#!/usr/bin/env bash
# Packs Menace.Sdk, Menace.Pipeline and Menace.Templates: scripts/pack.sh VERSION FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?usage: scripts/pack.sh VERSION FOLDER}
folder=${2:?usage: scripts/pack.sh VERSION FOLDER}
dotnet pack src/Menace.Sdk -c Release -o "$folder" -p:Version="$version" -nologo -v:q
dotnet pack src/Menace.Pipeline -c Release -o "$folder" -p:Version="$version" -nologo -v:q
dotnet pack src/Menace.Templates -c Release -o "$folder" -p:Version="$version" -nologo -v:q
