#!/usr/bin/env bash
# Adds the language of tests/Menace.Pipeline.Tests/Languages/Awk to a copy of the sources: its folders and its rows, and no other file.
# Packs the copy, builds a project with a bot in that language and one in Python that calls it, and runs both by 'menace run'.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
source=$copy/source
mkdir -p "$source" "$copy/packages" "$copy/fleet"
git ls-files -z | xargs -0 tar -cf - | tar -xf - -C "$source"
git -C "$source" init -q
git -C "$source" add -A
git -C "$source" -c user.name=nightly -c user.email=nightly@localhost commit -qm "Copy"

from=tests/Menace.Pipeline.Tests/Languages/Awk
model=src/Menace.Model/Languages
pipeline=src/Menace.Pipeline/Languages
mkdir "$source/$model/Awk" "$source/$pipeline/Awk"
sed -e '/^using Menace\.Model\.Languages;/d' -e 's/^namespace .*/namespace Menace.Model.Languages.Awk;/' "$from/AwkProfile.cs" >"$source/$model/Awk/AwkProfile.cs"
sed -e '/^using Menace\.Pipeline\.Languages;/d' -e 's/^using Menace\.Model\.Json;/&\nusing Menace.Model.Languages.Awk;/' \
    -e 's/^namespace .*/namespace Menace.Pipeline.Languages.Awk;/' "$from/AwkLanguage.cs" >"$source/$pipeline/Awk/AwkLanguage.cs"
sed -i 's/^        new ShellProfile(),/&\n        new Awk.AwkProfile(),/' "$source/$model/BotLanguages.cs"
sed -i 's/^        ShellLanguage\.Row,/&\n        Awk.AwkLanguage.Row,/' "$source/$pipeline/LanguageTable.cs"

version=0.1.0-fourth.$(date +%s)
bash "$source/scripts/pack.sh" "$version" "$copy/packages" >/dev/null
dotnet build "$source/src/Menace.Server" -c Release -nologo -v:q

cat >"$copy/fleet/nuget.config" <<CONFIG
<configuration><packageSources><add key="fourth" value="$copy/packages" /></packageSources></configuration>
CONFIG
cat >"$copy/fleet/Fleet.csproj" <<PROJECT
<Project Sdk="Menace.Sdk/$version">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
</Project>
PROJECT
cat >"$copy/fleet/tasks.json" <<'TASKS'
[
  {
    "name": "Doubler",
    "code": "# Doubles numbers.\nfunction twice(n) {\n    return n * 2\n}\n",
    "metadata": {
      "language": "awk", "purpose": "doubles numbers", "functions": ["twice"],
      "examples": [ { "function": "twice", "args": [3], "returns": 6 } ]
    }
  },
  {
    "name": "Quadrupler",
    "code": "import Doubler\n\ndef quadruple(n):\n    return Doubler.twice(Doubler.twice(n))\n",
    "dependencies": ["Doubler"],
    "metadata": {
      "language": "python", "purpose": "quadruples numbers", "functions": ["quadruple"],
      "examples": [ { "function": "quadruple", "args": [3], "returns": 12 } ]
    }
  }
]
TASKS
dotnet build "$copy/fleet" -nologo -v:q

menace() { dotnet "$source/src/Menace.Server/bin/Release/net10.0/Menace.Server.dll" run "$@" --repositories "$copy/fleet/dev_repos"; }
[ "$(menace Doubler twice 4)" = 8 ]
[ "$(menace Quadrupler quadruple 4)" = 16 ]

touched=$(git -C "$source" status --porcelain --untracked-files=all | sort)
expected=$(printf '%s\n' " M $model/BotLanguages.cs" " M $pipeline/LanguageTable.cs" "?? $model/Awk/AwkProfile.cs" "?? $pipeline/Awk/AwkLanguage.cs" | sort)
if [ "$touched" != "$expected" ]; then
    printf 'error: a language must add its folders and its rows only, but these files differ:\n%s\n' "$touched" >&2
    exit 1
fi
echo 'A fourth language was added, packed, built and run.'
