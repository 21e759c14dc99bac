import pytest

import Sample


@pytest.fixture
def broken():
    raise OSError("no disk")


def test_one(broken):
    pass


def test_two():
    pass
