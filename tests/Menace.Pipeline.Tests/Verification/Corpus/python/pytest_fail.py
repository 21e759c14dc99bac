import pytest

import Sample


def test_fails():
    pytest.fail("so")


def test_fails_without_trace():
    pytest.fail("so", pytrace=False)


def test_exception_group():
    with pytest.raises(ValueError, match="price"):
        raise ValueError("no match")


def test_approx():
    assert Sample.gross(0.1) == pytest.approx(0.119)
