import io
import sys

import Sample


def test_replaces():
    sys.stdout = io.StringIO()
    sys.__stdout__ = None


def test_after():
    print("kept")
