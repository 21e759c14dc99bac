import ctypes

import Sample


def test_before():
    pass


def test_crashes():
    ctypes.string_at(0)
