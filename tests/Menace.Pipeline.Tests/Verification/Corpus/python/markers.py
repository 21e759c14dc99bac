import pytest

import Sample


@pytest.mark.slow
def test_unknown_mark():
    pass


@pytest.mark.usefixtures("no_such_fixture")
def test_uses_unknown():
    pass


@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.xfail), pytest.param(2, marks=pytest.mark.skip)])
def test_marked_values(x):
    assert x == 2
