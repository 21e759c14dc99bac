#!/usr/bin/env bash
# Builds samples/quickstart with a freshly packed Menace.Sdk, shows what came out, changes one task and builds again.
# Usage: scripts/demo.sh [FOLDER]   (FOLDER must be new or empty; default: a new temporary folder)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/scripts/tools.sh"
need_tools

folder=${1:-$(mktemp -d "${TMPDIR:-/tmp}/menace-demo.XXXXXX")}
mkdir -p "$folder"
[ -z "$(ls -A "$folder")" ] || fail "'$folder' is not empty. Name a new folder."
folder=$(cd "$folder" && pwd)

# A version of its own, because a running build server keeps the tasks of a version it has loaded.
version=0.1.0-demo.$(date +%s)
say "Packing Menace.Sdk $version"
bash "$root/scripts/pack.sh" "$version" "$root/build/packages" >/dev/null

cp "$root"/samples/quickstart/{quickstart.csproj,tasks.json,global.json} "$folder"
sed -i.bak "s/\"Menace.Sdk\": \"[^\"]*\"/\"Menace.Sdk\": \"$version\"/" "$folder/global.json" && rm "$folder/global.json.bak"
cat > "$folder/nuget.config" <<XML
<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources>
    <add key="menace-local" value="$root/build/packages" />
  </packageSources>
</configuration>
XML
cd "$folder"

# Tests see variables of .NET: those of this script are not there in the next build, which would test all bots again.
unset DOTNET_NOLOGO DOTNET_GENERATE_ASPNET_CERTIFICATE

commits() { for repository in dev_repos/*/; do printf '%s %s\n' "$(basename "$repository")" "$(git -C "$repository" rev-list --count HEAD)"; done; }

say "dotnet build"
dotnet build

say "One repository per bot"
(cd dev_repos && find . -type f -not -path './*/.git/*' -not -name .gitignore | LC_ALL=C sort)

say "Each with a history"
for repository in dev_repos/*/; do git -C "$repository" log --format="$(basename "$repository"): %h %s (%an)"; done

say "Each set up and tested"
cat obj/Debug/net10.0/menace/summary.md

say "Changing DemoBot and building again"
commits > before.txt
sed -i.bak "s/print('hello')/print('hello again')/" tasks.json && rm tasks.json.bak
dotnet build

say "Rebuilt: DemoBot and what depends on it"
commits | diff before.txt - | sed -n 's/^> \([^ ]*\) .*/\1/p' || true
rm before.txt
cat obj/Debug/net10.0/menace/summary.md

printf '\nThe project is in %s\n' "$folder"
