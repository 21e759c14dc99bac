import os
import sys
from pathlib import Path

import Sample


def test_directory():
    assert Path.cwd() == Path(__file__).resolve().parents[1]
    assert os.environ["PWD"] == os.getcwd()


def test_arguments():
    assert sys.argv == [str(Path.cwd() / "__main__.py")]


def test_search_path():
    assert sys.path[0] == str(Path(__file__).parent)
    assert str(Path.cwd()) in sys.path
    assert not [path for path in sys.path if not path]
