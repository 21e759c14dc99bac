#!/usr/bin/env bash
# Packs all that is shipped, Menace.Sdk, Menace.Pipeline, Menace.Templates and the tool Menace.Server: scripts/pack.sh VERSION FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?usage: scripts/pack.sh VERSION FOLDER}
folder=${2:?usage: scripts/pack.sh VERSION FOLDER}

# Two packs at once would write the same files in obj/.
if command -v flock >/dev/null; then
    mkdir -p build/packages
    exec 9>build/packages/pack.lock
    flock 9
fi

dotnet pack src/Menace.Sdk -c Release -o "$folder" -p:Version="$version" -nologo -v:q
dotnet pack src/Menace.Pipeline -c Release -o "$folder" -p:Version="$version" -nologo -v:q
dotnet pack src/Menace.Server -c Release -o "$folder" -p:Version="$version" -nologo -v:q
dotnet pack src/Menace.Templates -c Release -o "$folder" -p:Version="$version" -nologo -v:q

folder=$(cd "$folder" && pwd)
cat <<NEXT

Packed version $version into $folder. Next, in a new folder:

  echo '<configuration><packageSources><add key="menace" value="$folder" /></packageSources></configuration>' > nuget.config
  dotnet new install "$folder/Menace.Templates.$version.nupkg"
  dotnet new menace --bot-language python -o fleet
  dotnet build fleet
NEXT
