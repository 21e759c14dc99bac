import os
import subprocess
import sys

import pytest

import Sample


def test_nothing_to_read():
    assert sys.stdin.read() == "" and not sys.stdin.isatty()


def test_nothing_to_read_from_descriptor():
    assert os.read(0, 10) == b""


def test_nothing_for_children():
    assert subprocess.run(["cat"], stdout=subprocess.PIPE).stdout == b""


def test_input():
    with pytest.raises(EOFError):
        input()
