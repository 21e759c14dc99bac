import doctest

import Sample


def double(value):
    """Doubles.

    >>> double(2)
    4
    >>> double(3)
    7
    """
    return value * 2


def test_doctest():
    assert doctest.testmod(__import__(__name__.rpartition(".")[2] and __name__, fromlist=["x"])).failed == 0
