import pytest

import Sample


@pytest.fixture
def broken():
    yield 1
    raise OSError("cannot close")


def test_one(broken):
    assert broken == 1


def test_two():
    pass
