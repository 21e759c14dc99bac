import sys

import pytest

import Sample


@pytest.mark.parametrize("name", [
    "resource", "multiprocessing", "asyncio", "select", "queue", "http", "xml.dom", "unittest.mock", "email.mime", "concurrent.futures",
    "logging.handlers", "ctypes", "sqlite3", "ssl", "urllib.request", "_posixsubprocess"])
def test_is_not_loaded(name):
    assert name not in sys.modules
