"""Runs pytest as a bot's tests are verified: python run_tests.py <result file> <file of collected tests>

The second file gets a line of JSON for each test that was found, before a setting can deselect it, and for each skip that a test file
asks for.
"""

import json
import os
import sys
import traceback
import unittest
from pathlib import Path

import _pytest
import pluggy
import pytest
from _pytest.junitxml import bin_xml_escape, mangle_test_address

REPOSITORY = Path.cwd()
FRAMEWORK = tuple(os.path.dirname(os.path.abspath(module.__file__)) + os.sep for module in (_pytest, pluggy, unittest)) + (pytest.__file__,)
SKIPS = ("skip", "skipif", "xfail")


def name_of(address):
    """The name that the result file has for a test."""
    *path, name = mangle_test_address(address)
    return "::".join(bin_xml_escape(part) for part in (".".join(path), name) if part)


def is_test_file(path):
    tests = os.path.realpath(REPOSITORY / "tests") + os.sep
    return os.path.realpath(path).startswith(tests)


def is_marked(item):
    """True if the item has a mark that test files write. One that only the code under test makes does not count."""
    names = {mark.name for mark in item.iter_markers() if mark.name in SKIPS}
    return bool(names) and any(
        name in path.read_text("utf-8", "replace") for path in sorted((REPOSITORY / "tests").rglob("*.py")) for name in names
    )


def origin(error):
    """The file whose code asked for a skip."""
    # pytest reports the skips of unittest by an exception of its own, raised while it handles the first.
    if isinstance(error.__context__, unittest.SkipTest):
        error = error.__context__
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    return next((file for file in reversed(files) if not os.path.abspath(file).startswith(FRAMEWORK) and not file.startswith("<")), "")


class Record:
    """A plugin that writes down what has to run."""

    def __init__(self, path):
        self._file = open(path, "w", encoding="utf-8")
        self._marked = set()
        self._skipped = set()

    def _write(self, kind, address):
        self._file.write(json.dumps({kind: name_of(address)}) + "\n")
        self._file.flush()

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config):
        # What is not in the repository can change without it: no verdict would be void.
        if config.inipath and REPOSITORY not in Path(config.inipath).parents:
            raise pytest.UsageError(
                f"the settings of pytest in {config.inipath} are not part of the repository: add [tool.pytest.ini_options] to its pyproject.toml"
            )

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self):
        # Capturing puts an object there that fails when it is read.
        sys.stdin = open(os.devnull, encoding="utf-8")

    @pytest.hookimpl(tryfirst=True)
    def pytest_itemcollected(self, item):
        self._write("collected", item.nodeid)
        if is_marked(item):
            self._marked.add(item.nodeid)
        places = [getattr(item, "obj", None), getattr(item, "cls", None)]
        if any(getattr(place, "__unittest_skip__", False) for place in places):
            self._skipped.add(item.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collectreport(self, report):
        if report.skipped and isinstance(report.longrepr, tuple) and is_test_file(report.longrepr[0]):
            self._write("skip", report.nodeid)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        report = (yield).get_result()
        if report.skipped and self._is_declared(item, call, report):
            self._write("skip", item.nodeid)

    def _is_declared(self, item, call, report):
        if item.nodeid in self._skipped or call.excinfo is None:
            return item.nodeid in self._skipped
        by_mark = report.when == "setup" or hasattr(report, "wasxfail") and not isinstance(call.excinfo.value, pytest.xfail.Exception)
        return by_mark and item.nodeid in self._marked or is_test_file(origin(call.excinfo.value))


def main(results, collected):
    sys.path[0] = str(REPOSITORY)
    sys.argv[:] = [str(REPOSITORY / "__main__.py")]
    options = ["-q", "-p", "no:cacheprovider", "--rootdir", str(REPOSITORY), "--junitxml", results, "-o", "junit_family=xunit2"]
    return pytest.main(options, plugins=[Record(collected)])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
