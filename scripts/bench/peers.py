"""What a script would do instead: write files and call git, or cookiecutter. Usage: peers.py git|cookiecutter FILE FOLDER

Repositories that exist: peers.py edit|merge FOLDER, or fetch FOLDER FROM."""

import json
import os
import subprocess
import sys
from pathlib import Path

IDENTITY = ["-c", "user.name=Menace", "-c", "user.email=menace@localhost", "-c", "commit.gpgsign=false"]


def commit(root, name):
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(["git", *IDENTITY, "commit", "-q", "-m", f"Generate {name}"], cwd=root, check=True)


def write(root, files):
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def by_git(bots, folder):
    for name, files in bots.items():
        write(folder / name, files)
        commit(folder / name, name)


def by_cookiecutter(bots, folder):
    """One template, made from the first bot, filled once per bot; the files differ in their bot's name only."""
    from cookiecutter.main import cookiecutter

    first, files = next(iter(bots.items()))
    template = folder / "template"
    write(template / "{{cookiecutter.name}}", {
        path.replace(first, "{{cookiecutter.name}}"): "{% raw %}" + text.replace(first, "{% endraw %}{{cookiecutter.name}}{% raw %}") + "{% endraw %}"
        for path, text in files.items()
    })
    (template / "cookiecutter.json").write_text(json.dumps({"name": first}))
    for name in bots:
        cookiecutter(str(template), no_input=True, extra_context={"name": name}, output_dir=str(folder))
        commit(folder / name, name)


def edit(folder):
    """A commit of a user in every repository."""
    for root in repositories(folder):
        with open(root / "README.md", "a", encoding="utf-8") as readme:
            readme.write("\nOurs.\n")
        subprocess.run(["git", *IDENTITY, "commit", "-q", "-a", "-m", "Ours"], cwd=root, check=True)


def fetch(folder, source):
    """The new output, as a commit that is not merged yet."""
    for root in repositories(folder):
        subprocess.run(["git", "fetch", "-q", source / root.name, "menace/generated:refs/heads/new-output"], cwd=root, check=True)


def merge(folder):
    for root in repositories(folder):
        subprocess.run(["git", *IDENTITY, "merge", "-q", "--no-edit", "new-output"], cwd=root, check=True)


def repositories(folder):
    return sorted(path.parent for path in folder.glob("*/.git"))


if __name__ == "__main__":
    if sys.argv[1] in ("edit", "fetch", "merge"):
        {"edit": edit, "fetch": fetch, "merge": merge}[sys.argv[1]](*map(Path, sys.argv[2:]))
        sys.exit()
    way, file, target = sys.argv[1:4]
    everything = json.loads(Path(file).read_text(encoding="utf-8"))
    os.makedirs(target)
    {"git": by_git, "cookiecutter": by_cookiecutter}[way](everything, Path(target))
