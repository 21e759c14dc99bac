"""Times every stage, whole builds, and the usual other ways of doing the same, side by side. See docs/performance.md.

Called by scripts/bench.sh, which packs the SDK and builds the benchmark program first.
"""

import argparse
import concurrent.futures
import importlib.util
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent

# A person's settings: the compiler server and node reuse are on, whatever the shell that runs this has switched off.
OFF = ("UseSharedCompilation", "MSBUILDDISABLENODEREUSE", "DOTNET_CLI_USE_MSBUILD_SERVER", "CI")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in OFF} | {"DOTNET_NOLOGO": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"}


class Bench:
    def __init__(self, options, work):
        self.options = options
        self.work = work
        self.log = work / "output.log"
        self.rows = []
        self.folders = 0

    def new_folder(self, name):
        """Never a deleted and made again one: creating files soon after deleting many is several times slower on ext4."""
        self.folders += 1
        return self.work / f"{self.folders:04}-{name}"

    def run(self, command, cwd=None):
        """Wall seconds, CPU seconds (of the process and what it waited for) and peak memory (of the largest process, MiB)."""
        with open(self.log, "wb") as output:
            started = time.perf_counter()
            process = subprocess.Popen([str(word) for word in command], cwd=cwd, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"'{' '.join(map(str, command))}' ended with exit code {process.returncode}:\n{self.output()[-3000:]}")
        return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024

    def output(self):
        """What the last process printed."""
        return self.log.read_text(errors="replace")

    def row(self, group, what, tasks, figures):
        wall, cpu, peak = (statistics.median(column) for column in zip(*figures))
        row = {"group": group, "what": what, "tasks": tasks, "runs": len(figures), "wall_s": round(wall, 3), "cpu_s": round(cpu, 3), "peak_mib": round(peak, 1)}
        self.rows.append(row)
        print(f"{group:10} {what:46} {tasks:>6} {len(figures):>4} {wall:>10.3f} {cpu:>10.3f} {peak:>9.1f}", flush=True)
        return row

    def program(self, *arguments):
        return ["dotnet", "exec", self.options.program, *arguments]

    # ---- one size ---------------------------------------------------------------------------------------------------

    def stages(self, count):
        """All stages in one process, as in a build; the last folder is returned, with the rows of its stages and of the process."""
        stages = ["handoff", "optimise", "develop"] + (["verify"] if count <= self.options.checked else [])
        figures = {stage: [] for stage in ["whole process", *stages]}
        for _ in range(self.runs(count)):
            folder = self.new_folder(f"stages-{count}")
            self.run(self.program("tasks", count, folder))
            figures["whole process"].append(self.run(self.program("stages", folder, *stages)))
            for line in self.output().splitlines():
                stage, wall, cpu, kib = line.split()
                figures[stage].append((float(wall), float(cpu), float(kib) / 1024))
        rows = {stage: self.row("stage", stage, count, figures[stage]) for stage in [*stages, "whole process"]}
        return folder, rows

    def other_ways(self, count, folder, ours):
        """The same files written and committed in the usual ways."""
        files = self.work / f"files-{count}.json"
        self.run(self.program("export", folder / "dev_repos", files))
        peers = sys.executable, HERE / "peers.py"
        ways = {
            "Python loop, git init + add + commit": lambda target: [*peers, "git", files, target],
            "LibGit2Sharp, index, one thread a core": lambda target: self.program("libgit2", files, target),
        }
        if importlib.util.find_spec("cookiecutter"):
            ways["cookiecutter API loop, git CLI"] = lambda target: [*peers, "cookiecutter", files, target]
        figures = {way: [] for way in ways}
        for _ in range(self.runs(count)):
            for way, command in ways.items():
                figures[way].append(self.run(command(self.new_folder(f"peer-{count}"))))
        for way in ways:
            row = self.row("other way", way, count, figures[way])
            self.ratio(f"{way}, against the stage develop, {count} bots", row, ours["develop"])
            self.ratio(f"{way}, against the whole process, {count} bots", row, ours["whole process"])

    def merges(self, count):
        """New output for every repository, with and without commits of a user, beside `git merge` in a loop over the same commits."""
        first = ["handoff", "optimise", "develop:unverified"]
        peers = [sys.executable, HERE / "peers.py"]
        plain, edited, theirs = self.new_folder("merge-plain"), self.new_folder("merge-edited"), self.new_folder("merge-git")
        self.run(self.program("tasks", count, plain))
        self.run(self.program("stages", plain, *first))
        shutil.copytree(plain, edited, symlinks=True)
        self.run([*peers, "edit", edited / "dev_repos"])
        shutil.copytree(edited / "dev_repos", theirs, symlinks=True)
        projects = {"generate and commit": plain, "generate, commit and merge": edited}
        figures = {what: [] for what in [*projects, "git merge in a loop"]}
        for number in range(max(3, self.runs(count))):
            for what, project in projects.items():
                tasks = (project / "tasks.json").read_text()
                (project / "tasks.json").write_text(re.sub('"purpose": "[a-z0-9]+ ', f'"purpose": "sums{number} ', tasks))
                self.run(self.program("stages", project, *first))
                _, wall, cpu, kib = self.output().splitlines()[-1].split()
                figures[what].append((float(wall), float(cpu), float(kib) / 1024))
            self.run([*peers, "fetch", theirs, edited / "dev_repos"])
            figures["git merge in a loop"].append(self.run([*peers, "merge", theirs]))
            if self.trees(edited / "dev_repos") != self.trees(theirs):
                sys.exit("git merge gives other trees")
        made, merged, git = [self.row("merge", what, count, rows) for what, rows in figures.items()]
        for what, of in (
            ("generate and commit", lambda key: made[key]),
            ("merge: the difference of the first two rows", lambda key: merged[key] - made[key]),
            ("git merge", lambda key: git[key]),
        ):
            wall, cpu = (1000 * of(key) / count for key in ("wall_s", "cpu_s"))
            self.rows.append({"group": "merge", "what": what, "tasks": count, "wall_ms": round(wall, 2), "cpu_ms": round(cpu, 2)})
            print(f"{'':10} {wall:.2f} ms wall, {cpu:.2f} ms CPU per repository  {what}", flush=True)

    @staticmethod
    def trees(folder):
        """The trees of the checked out branches."""
        command = ["git", "rev-parse", "HEAD^{tree}"]
        return [subprocess.run(command, cwd=root.parent, check=True, capture_output=True).stdout for root in sorted(folder.glob("*/.git"))]

    def builds(self, count):
        """Whole builds with the packed SDK, beside the no-op of an empty class library."""
        project = self.new_folder(f"build-{count}")
        self.run(self.program("tasks", count, project))
        self.write_project(project)
        empty = self.new_folder("classlib")
        empty.mkdir()
        (empty / "empty.csproj").write_text('<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>')
        (empty / "Class1.cs").write_text("public class Class1;\n")
        build = ["dotnet", "build", "-tl:off"] + (["-p:MenaceVerifyEnabled=false"] if count > self.options.checked else [])
        self.row("build", "first" if count <= self.options.checked else "first, without verification", count, [self.run(build, project)])
        self.run(["dotnet", "build", "-tl:off"], empty)
        figures = {"ours": [], "empty": []}
        for _ in range(max(self.options.unchanged if count > 1 else 1, self.options.runs)):
            figures["empty"].append(self.run(["dotnet", "build", "-tl:off"], empty))
            figures["ours"].append(self.run(build, project))
        theirs = self.row("build", "no change: empty class library", 0, figures["empty"])
        ours = self.row("build", "no change", count, figures["ours"])
        self.ratio(f"no change at {count} bots, against an empty class library (goal: at most 1.25)", ours, theirs)

        before = self.commits(project)
        tasks = (project / "tasks.json").read_text()
        (project / "tasks.json").write_text(tasks.replace("adds 0 to a number", "adds zero to a number"))
        self.row("build", "one task changed", count, [self.run(build, project)])
        touched = sum(1 for bot, commit in self.commits(project).items() if before.get(bot) != commit)
        self.rows[-1]["repositories_touched"] = touched
        print(f"{'':10} repositories touched: {touched}", flush=True)

    def verification(self):
        """Setup and tests of many small bots, against the test runner called once per repository. All verdicts are green."""
        for language, count, runner in (
            ("csharp", self.options.csharp, lambda root, name: ["dotnet", "test", "--project", f"tests/{name}.Tests"]),
            ("python", self.options.python, lambda root, name: [self.options.pytest, "-m", "pytest", "-q"]),
            ("shell", self.options.shell, lambda root, name: ["bats", "tests"]),
        ):
            if count == 0:
                continue
            folder = self.new_folder(f"verify-{language}")
            self.run(self.program("tasks", count, folder, language))
            self.run(self.program("stages", folder, "handoff", "optimise", "develop"))
            names = sorted(path.name for path in (folder / "dev_repos").iterdir() if path.is_dir())
            copies = self.new_folder(f"copies-{language}")
            shutil.copytree(folder / "dev_repos", copies)
            for name in names:
                # The .NET 10 SDK runs tests of this kind by "dotnet test" only if global.json selects that runner.
                if (copies / name / "global.json").exists():
                    (copies / name / "global.json").write_text(json.dumps({"test": {"runner": "Microsoft.Testing.Platform"}}))
            cold = self.row("verify", f"{language}: fast, cold", count, [self.verify(folder, "fast")])
            warm = self.row("verify", f"{language}: fast, warm", count, [self.verify(folder, "fast")])
            unchecked = self.row("verify", f"{language}: fast, warm, no mutation check", count, [self.verify(folder, "unchecked")])
            settings = {"csharp": "dotnet test per repository (compiler server, node reuse)", "python": "pytest per repository", "shell": "bats per repository"}
            figures = [self.run(runner(copies / name, name), copies / name) for name in names]
            total = tuple(sum(column) for column in list(zip(*figures))[:2]) + (max(figure[2] for figure in figures),)
            peers = {settings[language]: self.row("verify", settings[language], count, [total])}
            if language == "csharp":
                peers["dotnet test of one solution"] = self.row("verify", "dotnet test of one solution", count, [self.solution(copies, names)])
            else:
                peers["the same, two at once"] = self.row("verify", "the same, two at once", count, [self.at_once([(runner(copies / name, name), copies / name) for name in names])])
            isolated = self.row("verify", f"{language}: isolated", count, [self.verify(folder, "isolated")])
            for what, theirs in peers.items():
                self.ratio(f"{language}: {what}, against fast, cold", theirs, cold)
                self.ratio(f"{language}: {what}, against fast, warm", theirs, warm)
            self.ratio(f"{language}: isolated, against fast, warm", isolated, warm)
            self.ratio(f"{language}: mutation check on, against off", warm, unchecked)

    def verify(self, folder, stage):
        """The stage as if no bot had been tested before; what is kept once per kind of bot stays."""
        return self.run(self.program("stages", folder, f"verify:{stage}"))

    def solution(self, copies, names):
        """One build and test of all repositories."""
        projects = [f"{name}/tests/{name}.Tests/{name}.Tests.csproj" for name in names]
        (copies / "All.slnx").write_text("<Solution>" + "".join(f'<Project Path="{project}" />' for project in projects) + "</Solution>")
        (copies / "global.json").write_text(json.dumps({"test": {"runner": "Microsoft.Testing.Platform"}}))
        for name in names:
            for output in ("bin", "obj"):
                for project in (copies / name / "tests" / f"{name}.Tests", copies / name / "src" / name):
                    shutil.rmtree(project / output, ignore_errors=True)
        return self.run(["dotnet", "test", "--solution", "All.slnx"], copies)

    def at_once(self, commands):
        """All of them, two at a time; CPU and memory are not measured."""
        started = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for code in pool.map(lambda command: subprocess.run(
                [str(word) for word in command[0]], cwd=command[1], env=ENVIRONMENT, capture_output=True, stdin=subprocess.DEVNULL).returncode, commands):
                if code != 0:
                    sys.exit(f"a test run ended with exit code {code}")
        return time.perf_counter() - started, 0.0, 0.0

    # ---- helpers ----------------------------------------------------------------------------------------------------

    def runs(self, count):
        return self.options.runs if count < 1000 else max(1, self.options.runs // 3)

    def ratio(self, what, row, base):
        ratio = row["wall_s"] / base["wall_s"]
        self.rows.append({"group": "ratio", "what": what, "ratio": round(ratio, 2)})
        print(f"{'':10} {ratio:.2f} x  {what}", flush=True)

    def write_project(self, project):
        (project / "bots.csproj").write_text('<Project Sdk="Menace.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>')
        (project / "global.json").write_text(json.dumps({"msbuild-sdks": {"Menace.Sdk": self.options.version}}))
        (project / "nuget.config").write_text(f'<configuration><packageSources><add key="bench" value="{self.options.feed}" /></packageSources></configuration>')

    @staticmethod
    def commits(project):
        return {path.parent.name: (path / "refs/heads/main").read_text() for path in (project / "dev_repos").glob("*/.git")}

    # ---- an editor --------------------------------------------------------------------------------------------------

    def editor(self, count):
        """Generator and analyzer while a list of this size is edited, in milliseconds. One process, as an editor is one."""
        self.run(self.program("editor", count))
        print(f"\n{'':10} {'':46} {'tasks':>6} {'runs':>4} {'median':>10}")
        for line in self.output().splitlines():
            what, runs, value, unit = line.split("\t")
            self.rows.append({"group": "editor", "what": what, "tasks": count, "runs": int(runs), unit.replace(" ", "_"): float(value)})
            print(f"{'editor':10} {what:46} {count:>6} {runs:>4} {value:>10} {unit}", flush=True)

    # ---- handing off ------------------------------------------------------------------------------------------------

    def handoff(self, count):
        """Latency and throughput of the three ways to Stage 4, in one process with a broker of its own."""
        folder = self.new_folder("handoff")
        folder.mkdir(exist_ok=True)
        self.run(self.program("handoff", count, folder))
        print(f"\n{'':10} {'':46} {'packages':>11} {'':>10}")
        for line in self.output().splitlines():
            what, value, unit = line.split("\t")
            self.rows.append({"group": "handoff", "what": what, "packages": count, unit: float(value)})
            print(f"{'handoff':10} {what:46} {count:>11} {value:>10} {unit}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench.sh", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one run of everything slow; under five minutes")
    parser.add_argument("--sizes", default="1,10,100,1000", help="numbers of tasks")
    parser.add_argument("--runs", type=int, help="runs whose median is taken (default 5, quick 1; at 1,000 tasks a third)")
    parser.add_argument("--csharp", type=int, help="C# bots to verify (default 100, quick 10; 0: none)")
    parser.add_argument("--python", type=int, help="Python bots to verify (default 100, quick 20)")
    parser.add_argument("--shell", type=int, help="shell bots to verify (default 100, quick 20)")
    parser.add_argument("--verify", action="store_true", help="only what verifying costs")
    parser.add_argument("--merge", action="store_true", help="only what merging costs")
    parser.add_argument("--merges", type=int, help="repositories to merge (default 1,000, quick 100)")
    parser.add_argument("--json", help="write the rows to this file too")
    parser.add_argument("--folder", help="an empty folder to work in, on the file system to measure (default: a new temporary one)")
    parser.add_argument("--packages", type=int, help="packages to hand off over each way (default 2,000, quick 100)")
    parser.add_argument("--handoff", action="store_true", help="only what handing off costs")
    parser.add_argument("--editor", action="store_true", help="only what editing a task list costs")
    parser.add_argument("--editor-tasks", type=int, default=10_000, help="tasks of the list that is edited (default 10,000)")
    for hidden in ("program", "version", "feed", "pytest"):
        parser.add_argument(f"--{hidden}", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.runs = options.runs or (1 if options.quick else 5)
    options.unchanged = 3 if options.quick else 5
    options.csharp = options.csharp if options.csharp is not None else 10 if options.quick else 100
    options.python = options.python if options.python is not None else 20 if options.quick else 100
    options.shell = options.shell if options.shell is not None else 20 if options.quick else 100
    options.checked = 1 if options.quick else 100

    work = Path(options.folder or tempfile.mkdtemp(prefix="menace-bench-")).resolve()
    work.mkdir(exist_ok=True)
    bench = Bench(options, work)
    print(f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}; compiler server and node reuse on; medians of whole processes\n")
    print(f"{'':10} {'':46} {'tasks':>6} {'runs':>4} {'wall s':>10} {'CPU s':>10} {'peak MiB':>9}")
    part = options.editor or options.handoff or options.verify or options.merge
    sizes = [] if part else [int(size) for size in options.sizes.split(",")]
    for count in sizes:
        folder, rows = bench.stages(count)
        bench.other_ways(count, folder, rows)
        bench.builds(count)
    if options.verify or not part:
        bench.verification()
    if options.merge or not part:
        bench.merges(options.merges or (100 if options.quick else 1000))
    if options.handoff or not part:
        bench.handoff(options.packages or (100 if options.quick else 2000))
    if options.editor or not part:
        bench.editor(options.editor_tasks)
    if options.json:
        Path(options.json).write_text(json.dumps({"cores": os.cpu_count(), "rows": bench.rows}, indent=1) + "\n")
    print(f"\nEverything that was made is in {work}")


if __name__ == "__main__":
    main()
