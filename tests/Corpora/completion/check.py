#!/usr/bin/env python3
"""Checks the labelled set: its form, its lines, and what the code of the candidates really returns. Run it without arguments."""
import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
PAGES = os.path.join(HERE, "documentation")
FIELDS = {"purpose", "functions", "examples", "schedule", "dependencies", "packages", "language", "resources", "licence"}
KINDS = {"section", "table", "prose", "list", "csv"}
LANGUAGES = {"csharp", "python", "shell"}
ALLOWED = {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "Unlicense", "CC0-1.0"}
DENIED = {"AGPL-3.0-only", "AGPL-3.0-or-later", None}
# Candidates whose code touches files, processes or the network.
HARMFUL = {"file-tail", "http-ping", "file-hash", "FileMover", "backup-rotate", "disk-usage"}
REASONS = {
    "reuse": {"proved"},
    "suggested": {"one-example", "no-example", "untrusted", "harmful", "names"},
    "fork": {"part", "part-fails"},
    "build": {"examples-fail", "language", "licence", "meaning", "too-little", "nothing"},
}
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
problems = []


def problem(where, text):
    problems.append(f"{where}: {text}")


def load(*path):
    with open(os.path.join(HERE, *path), encoding="utf-8") as file:
        return json.load(file)


# ---- documentation


def bare(line):
    """A line without the mark of a quotation and the blanks at both ends."""
    return re.sub(r"^\s*(>\s*)*", "", line).rstrip()


def cells(text):
    first = text.split("\n", 1)[0]
    rows = csv.reader(text.splitlines(keepends=True), delimiter=";" if first.count(";") > first.count(",") else ",")
    return {re.sub(r"\s*\n\s*", " ", cell) for row in rows for cell in row}


def check_purpose(where, value, page, text, line):
    if page.endswith(".csv"):
        if value not in cells(text):
            problem(where, "the purpose is not a cell of the page")
        return
    lines = text.split("\n")
    joined = " ".join(bare(each) for each in lines[line - 1:line + 7])
    at = joined.find(value)
    if at < 0 or at >= len(bare(lines[line - 1])):
        problem(where, f"the purpose does not begin in line {line}: {value}")


def check_value(entry, where, text):
    field, value, line = entry["field"], entry["value"], entry["line"]
    near = "\n".join(text.split("\n")[line - 1:line + 14])
    if field == "purpose":
        check_purpose(where, value, entry["page"], text, line)
    elif field == "functions":
        for signature in value:
            name = re.search(r"(\w+)\s*(\(|$)", signature).group(1)
            if name not in near:
                problem(where, f"{name} is not at the line")
            inner = re.search(r"\((.*)\)", signature)
            if inner and inner.group(1) not in text:
                problem(where, f"the parameters of {name} are not on the page")
    elif field == "examples":
        for example in value:
            if set(example) not in ({"call", "result"}, {"call", "raises"}):
                problem(where, "an example has call and either result or raises")
            shown = example.get("raises") or example["result"]
            if shown not in text and shown.strip('"') not in text and "`" + shown + "`" not in text:
                problem(where, f"{shown} is not on the page")
    elif field == "schedule":
        part = r"(\*|\d+(-\d+)?(,\d+(-\d+)?)*)(/\d+)?"
        if not re.fullmatch(" ".join([part] * 5), value):
            problem(where, f"{value} is not a cron expression")
        for other in entry.get("accept", []):
            if not re.fullmatch(r"every \d+[smhd]", other):
                problem(where, f"{other} is not an interval")
        if "timezone" in entry and entry["timezone"] != "UTC" and not re.fullmatch(r"[A-Z]\w+/\w+", entry["timezone"]):
            problem(where, "the time zone is not a name of the tz database")
    elif field == "dependencies":
        for name in value:
            if name not in entry["others"] or name not in text:
                problem(where, f"{name} is not another task that the page names")
    elif field == "packages":
        for package in value:
            name, _, version = package.partition("@")
            if name.lower() not in near.lower() or version not in near:
                problem(where, f"{package} is not at the line")
    elif field == "language":
        if value not in LANGUAGES:
            problem(where, f"{value} is not a language")
    elif field == "resources":
        if not value or set(value) - {"cpu", "memory", "timeout"}:
            problem(where, "resources are cpu, memory and timeout")
        if not re.fullmatch(r"\d+(\.\d+)?(Ki|Mi|Gi|KB|MB|GB)", value.get("memory", "1MB")):
            problem(where, "not a size of tasks.json")
        if not re.fullmatch(r"\d+[smhd]", value.get("timeout", "1s")):
            problem(where, "not a duration of tasks.json")
    elif field == "licence" and not re.fullmatch(r"[A-Za-z0-9.-]+", value):
        problem(where, "not an SPDX identifier")


def check_documentation(entries):
    seen, held = set(), {}
    texts = {}
    for number, entry in enumerate(entries, 1):
        where = entry.get("id", "?")
        if where != f"d{number:03d}":
            problem(where, "identifiers are d001, d002 and so on")
        page, task, line = entry["page"], entry["task"]["name"], entry["line"]
        if page not in texts:
            with open(os.path.join(PAGES, page), encoding="utf-8", newline="") as file:
                texts[page] = file.read()
        text = texts[page]
        if entry["field"] not in FIELDS or entry["kind"] not in KINDS or not isinstance(entry["note"], str):
            problem(where, "unknown field or kind, or no note")
        if (page, task, entry["field"]) in seen:
            problem(where, "twice the same field")
        seen.add((page, task, entry["field"]))
        if held.setdefault(page, entry["heldOut"]) != entry["heldOut"]:
            problem(where, "a page is held out wholly or not at all")
        for name in [task, *entry["others"]]:
            if not NAME.fullmatch(name) or name.casefold() not in text.casefold():
                problem(where, f"{name} is not a task that the page names")
        if task in entry["others"]:
            problem(where, "the task is among the others")
        if line is not None and not 1 <= line <= text.count("\n") + 1:
            problem(where, "no such line")
        if entry["value"] is not None:
            if line is None:
                problem(where, "a value needs a line")
            else:
                check_value(entry, where, text)
    for name in os.listdir(PAGES):
        if name != "fields.json" and name not in texts:
            problem(name, "a page without labels")
    return texts


# ---- planner

DRIVER = """
import json, sys
work = json.load(sys.stdin)
scope = {"__name__": "candidate"}
exec(compile(work["code"], "candidate", "exec"), scope)
results = []
for function, args in work["calls"]:
    try:
        results.append({"returns": json.loads(json.dumps(scope[function](*args)))})
    except Exception as error:
        results.append({"raises": type(error).__name__})
json.dump(results, sys.stdout)
"""


def run_python(candidate, calls):
    work = json.dumps({"code": candidate["code"], "calls": calls})
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-I", "-c", DRIVER]
        done = subprocess.run(command, input=work, capture_output=True, text=True, timeout=60, cwd=folder)
    if done.returncode != 0:
        raise RuntimeError(candidate["name"] + ": " + done.stderr)
    return json.loads(done.stdout)


def run_shell(candidate, calls):
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for function, args in calls:
            script = candidate["code"] + "\n" + " ".join([function, *(shlex.quote(str(a)) for a in args)]) + "\n"
            done = subprocess.run([shutil.which("bash"), "-c", script], capture_output=True, text=True, timeout=10, cwd=folder)
            results.append({"returns": done.stdout.rstrip("\n")} if done.returncode == 0 else {"raises": "exit code"})
    return results


def same(expected, result):
    if "raises" in expected:
        return result.get("raises") == expected["raises"]
    if "returns" not in result:
        return False
    wanted, got = expected["returns"], result["returns"]
    numbers = type(wanted) in (int, float) and type(got) in (int, float)
    return wanted == got if numbers else json.dumps(wanted, sort_keys=True) == json.dumps(got, sort_keys=True)


def metadata(pair):
    return pair["task"]["metadata"]


def functions_of(pair):
    return metadata(pair).get("functions") or sorted({e["function"] for e in metadata(pair).get("examples", [])})


def names_of(candidate):
    return {f["name"] for f in candidate["functions"]}


def outcomes(candidate, pairs):
    """For each pair the outcome of each example that the candidate can run: True, False or None."""
    calls, places = [], []
    for pair in pairs:
        for place, example in enumerate(metadata(pair).get("examples", [])):
            function = pair.get("renamed", {}).get(example["function"], example["function"])
            if pair.get("renamed") and candidate["name"] != pair["candidate"]:
                function = example["function"]
            if function in names_of(candidate):
                calls.append([function, example["args"]])
                places.append((pair["id"], place, example))
    if not calls:
        return {}
    results = (run_python if candidate["language"] == "python" else run_shell)(candidate, calls)
    return {(i, place): same(example, result) for (i, place, example), result in zip(places, results)}


def eligible(candidate, pair):
    language = metadata(pair).get("language")
    return (candidate["origin"] in ("verified", "trusted") and candidate["licence"] in ALLOWED
            and language in (None, candidate["language"]) and candidate["name"] not in HARMFUL)


def check_candidates(candidates):
    names = Counter(c["name"] for c in candidates)
    for candidate in candidates:
        where = candidate["name"]
        if names[where] > 1 or not NAME.fullmatch(where):
            problem(where, "not a unique name")
        if candidate["language"] not in LANGUAGES or candidate["origin"] not in ("verified", "trusted", "untrusted"):
            problem(where, "unknown language or origin")
        if candidate["licence"] not in ALLOWED | DENIED:
            problem(where, "a licence that the README does not name")
        for function in names_of(candidate):
            if not re.search(rf"\b{re.escape(function)}\b", candidate["code"]):
                problem(where, f"the code has no {function}")
        if candidate["language"] == "python":
            for example in candidate["examples"]:
                scope = {}
                exec(candidate["code"], scope)
                if repr(eval(example["call"], scope)) != example["result"]:
                    problem(where, f"{example['call']} is not {example['result']}")
        if candidate["language"] == "shell":
            for example in candidate["examples"]:
                done = run_shell(candidate, [shlex.split(example["call"])[:1] + [shlex.split(example["call"])[1:]]])
                if done[0].get("returns") != example["result"]:
                    problem(where, f"{example['call']} is not {example['result']}")


def check_pair(pair, candidates, runs):
    where, verdict, reason = pair["id"], pair["expected"], pair["reason"]
    by_name = {c["name"]: c for c in candidates}
    wanted, examples = functions_of(pair), metadata(pair).get("examples", [])
    if reason not in REASONS.get(verdict, ()):
        problem(where, f"{reason} is not a reason for {verdict}")
    if (pair["candidate"] is None) != (verdict == "build"):
        problem(where, "a candidate is named for every verdict but build")
    for example in examples:
        forms = ({"function", "args", "returns"}, {"function", "args", "raises"})
        if set(example) not in forms or example["function"] not in wanted:
            problem(where, "an example is not in the form of tasks.json, or of a function that the task does not list")

    def has_all(c):
        return bool(wanted) and set(wanted) <= names_of(c)

    def passes(c):
        return all(runs.get(c["name"], {}).get((where, i)) for i in range(len(examples)))

    def can_run(c):
        return c["language"] != "csharp"

    proved = [c["name"] for c in candidates if can_run(c) and eligible(c, pair) and len(examples) > 1 and has_all(c) and passes(c)]
    name = pair["candidate"] or pair.get("nearest")
    if name is None:
        if proved:
            problem(where, f"{proved} would be reused")
        return
    if name not in by_name:
        problem(where, f"no candidate {name}")
        return
    it = by_name[name]
    half = len(set(wanted) & names_of(it)) * 2 >= len(wanted)
    if verdict == "reuse":
        if not eligible(it, pair) or len(examples) < 2 or not has_all(it):
            problem(where, "the candidate cannot be reused")
        if can_run(it) and proved != [name]:
            problem(where, f"proved are {proved}")
    elif proved:
        problem(where, f"{proved} would be reused")
    if reason in ("one-example", "no-example"):
        count = 1 if reason == "one-example" else 0
        if len(examples) != count or not has_all(it) or not eligible(it, pair) or can_run(it) and not passes(it):
            problem(where, "not a candidate that only lacks examples")
    if reason == "untrusted" and not (it["origin"] == "untrusted" and len(examples) > 1 and passes(it)):
        problem(where, "not a candidate that is only untrusted")
    if reason == "harmful" and not (name in HARMFUL and has_all(it) and (not can_run(it) or passes(it))):
        problem(where, "not a candidate that is only harmful")
    if reason == "names" and not (not has_all(it) and eligible(it, pair) and len(examples) > 1 and passes(it)):
        problem(where, "not the same function under another name")
    if reason == "part":
        if not half or has_all(it) or not eligible(it, pair):
            problem(where, "the candidate does not have a part of the functions")
        for i, example in enumerate(examples):
            if can_run(it) and example["function"] in names_of(it) and not runs[name][(where, i)]:
                problem(where, f"example {i + 1} fails")
    if verdict in ("fork", "build"):
        least = 1 if verdict == "build" else share(it, wanted, examples, runs, where)
        best = []
        for c in candidates:
            done = share(c, wanted, examples, runs, where)
            if c["name"] != pair["candidate"] and can_run(c) and eligible(c, pair) and done >= least and done * 2 >= len(wanted):
                best.append(c["name"])
        if best and reason != "meaning":
            problem(where, f"{best} would be forked as well")
    if reason == "part-fails":
        done = share(it, wanted, examples, runs, where)
        if not has_all(it) or passes(it) or done * 2 < len(wanted):
            problem(where, "the candidate does not do about half")
    if reason == "examples-fail" and (not has_all(it) or not eligible(it, pair) or can_run(it) and passes(it)):
        problem(where, "no example fails")
    if reason == "language" and metadata(pair)["language"] == it["language"]:
        problem(where, "the language fits")
    if reason == "licence" and (it["licence"] in ALLOWED or can_run(it) and has_all(it) and not passes(it)):
        problem(where, "not a candidate that only lacks a licence")
    if reason == "too-little" and half:
        problem(where, "half or more of the functions")


def share(candidate, wanted, examples, runs, where):
    """The number of functions that the candidate has, and of which no example fails."""
    failed = {e["function"] for i, e in enumerate(examples) if runs.get(candidate["name"], {}).get((where, i)) is False}
    return len((set(wanted) & names_of(candidate)) - failed)


def main():
    entries = load("documentation", "fields.json")
    candidates, pairs = load("planner", "candidates.json"), load("planner", "pairs.json")
    texts = check_documentation(entries)
    check_candidates(candidates)
    for number, pair in enumerate(pairs, 1):
        if pair["id"] != f"p{number:03d}":
            problem(pair["id"], "identifiers are p001, p002 and so on")
    runnable = [c for c in candidates if c["language"] != "csharp" and c["name"] not in ("backup-rotate", "disk-usage")]
    with ThreadPoolExecutor(2) as pool:
        runs = dict(zip([c["name"] for c in runnable], pool.map(lambda c: outcomes(c, pairs), runnable)))
    for pair in pairs:
        check_pair(pair, candidates, runs)

    missing = sum(e["value"] is None for e in entries)
    held = sum(e["heldOut"] for e in entries)
    print(f"documentation: {len(texts)} pages, {len(entries)} fields, {missing} missing, {held} held out")
    for field, count in Counter(e["field"] for e in entries).most_common():
        nulls = sum(e["field"] == field and e["value"] is None for e in entries)
        print(f"  {field}: {count}, {nulls} missing")
    print(f"planner: {len(candidates)} candidates, {len(pairs)} pairs, {sum(p['heldOut'] for p in pairs)} held out")
    for verdict, count in Counter(p["expected"] for p in pairs).most_common():
        print(f"  {verdict}: {count}, {sum(p['heldOut'] for p in pairs if p['expected'] == verdict)} held out")
    if len(entries) < 165 or missing < 55 or len(pairs) < 135 or not 60 <= len(candidates) <= 80:
        problem("counts", "too few")
    for part, count, total in (("fields", held, len(entries)), ("pairs", sum(p["heldOut"] for p in pairs), len(pairs))):
        if not 0.3 <= count / total <= 0.4:
            problem("counts", f"held out are {count} of {total} {part}")
    print("\n".join(problems) if problems else "no problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
