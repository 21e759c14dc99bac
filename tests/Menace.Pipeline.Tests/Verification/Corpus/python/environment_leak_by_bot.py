import os

import Sample


def test_first():
    os.environ.clear()


def test_second():
    assert "PATH" not in os.environ
