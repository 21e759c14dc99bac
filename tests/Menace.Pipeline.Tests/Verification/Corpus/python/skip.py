import pytest

import Sample


@pytest.mark.skip(reason="not now")
def test_skipped():
    assert False


@pytest.mark.skipif(Sample.gross(100) == 119, reason="the rate is 19")
def test_skipped_by_condition():
    assert False


def test_skipped_inside():
    pytest.skip("inside")


def test_runs():
    pass
