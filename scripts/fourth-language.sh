#!/usr/bin/env bash
# Adds the language of tests/Menace.Pipeline.Tests/Languages/Awk to a copy of the sources: in Menace.Model and Menace.Pipeline one folder
# under Languages/ and one row of the table beside it, and one folder under templates/. Packs the copy, builds a project with a bot in that
# language, one whose code its template writes, and one in Python that calls the first, and runs them by 'menace run'.
# Fails if the copy differs from the sources in anything else.
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
templates=templates/awk
mkdir "$source/$model/Awk" "$source/$pipeline/Awk" "$source/$templates"
sed -e '/^using Menace\.Model\.Languages;/d' -e 's/^namespace .*/namespace Menace.Model.Languages.Awk;/' "$from/AwkProfile.cs" >"$source/$model/Awk/AwkProfile.cs"
sed -e '/^using Menace\.Pipeline\.Languages;/d' -e 's/^using Menace\.Model\.Json;/&\nusing Menace.Model.Languages.Awk;/' \
    -e 's/^namespace .*/namespace Menace.Pipeline.Languages.Awk;/' \
    -e 's|FillTemplate(TaskInfo task) => .*|FillTemplate(TaskInfo task) => Templates.Render("awk/stub.scriban", new() { ["functions"] = task.Metadata.Functions });|' \
    "$from/AwkLanguage.cs" >"$source/$pipeline/Awk/AwkLanguage.cs"
cat >"$source/$templates/stub.scriban" <<'TEMPLATE'
{{ for function in functions ~}}
function {{ function }}() { return 1 }
{{ end ~}}
TEMPLATE
sed -i 's/^        new ShellProfile(),/&\n        new Awk.AwkProfile(),/' "$source/$model/BotLanguages.cs"
sed -i 's/^        ShellLanguage\.Row,/&\n        Awk.AwkLanguage.Row,/' "$source/$pipeline/LanguageTable.cs"

version=0.1.0-fourth.$(date +%s)
bash "$source/scripts/pack.sh" "$version" "$copy/packages" >"$copy/pack.log" || { cat "$copy/pack.log" >&2; exit 1; }
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
    "name": "Stub",
    "metadata": {
      "language": "awk", "purpose": "shows the template", "functions": ["one"],
      "examples": [ { "function": "one", "args": [], "returns": 1 } ]
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

expect() {
    actual=$(dotnet "$source/src/Menace.Server/bin/Release/net10.0/Menace.Server.dll" run "${@:2}" --repositories "$copy/fleet/dev_repos")
    [ "$actual" = "$1" ] || { printf 'error: menace run %s printed %s, not %s\n' "${*:2}" "$actual" "$1" >&2; exit 1; }
}
expect 8 Doubler twice 4
expect 16 Quadrupler quadruple 4
expect 1 Stub one

# Lines added and removed by file. In its folders a language can do what it wants, in the tables it adds one line.
git -C "$source" add -A
others=$(git -C "$source" diff --cached --no-renames --numstat | grep -vP "\t($model/Awk|$pipeline/Awk|$templates)/" | sort || true)
rows=$(printf '1\t0\t%s\n' "$model/BotLanguages.cs" "$pipeline/LanguageTable.cs" | sort)
if [ "$others" != "$rows" ]; then
    printf 'error: a language must add its folders and its rows only, but these files differ:\n%s\n' "$others" >&2
    exit 1
fi
echo 'A fourth language was added, packed, built and run.'
