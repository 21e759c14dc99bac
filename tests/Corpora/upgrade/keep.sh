#!/usr/bin/env bash
# Keeps the repositories and the state of a built fleet as test data: keep.sh FOLDER COMMIT [stages]
# With "stages" also the files of the stages, without which a build has no earlier one.
set -euo pipefail
data=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "$1" && pwd) commit=$2
all=$(mktemp -d)
trap 'rm -rf "$all"' EXIT
git init -q --bare "$all"
for repository in "$folder"/dev_repos/*/; do
    git -C "$all" fetch -q "$repository" "refs/heads/*:refs/heads/$(basename "$repository")/*"
done
git -C "$all" bundle create -q "$data/$commit.bundle" --all
state=(.menace/.gitignore .menace/workflows.db)
# The later layouts have a ledger of the repositories that a list produced.
[ ! -e "$folder/.menace/repositories.txt" ] || state+=(.menace/repositories.txt)
[ "${3:-}" != stages ] || state+=(obj/Debug/net10.0/menace)
tar -C "$folder" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --exclude='*.stamp' -cf - "${state[@]}" | gzip -n9 >"$data/$commit.state.tar.gz"
