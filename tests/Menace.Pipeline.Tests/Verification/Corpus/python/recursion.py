import sys

import pytest

import Sample


def deep(left):
    return 0 if left == 0 else 1 + deep(left - 1)


def depth():
    frame, count = sys._getframe(), 0
    while frame:
        frame, count = frame.f_back, count + 1
    return count


def test_limit():
    assert sys.getrecursionlimit() == 1000
    with pytest.raises(RecursionError):
        deep(1000)


def test_deepest():
    assert deep(1000 - depth() - 3) == 1000 - depth() - 3


def test_overflow():
    deep(100_000)
