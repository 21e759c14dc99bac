import pytest

import Sample


@pytest.mark.xfail(strict=True)
def test_passes_although():
    assert Sample.gross(0) == 0


@pytest.mark.xfail(strict=True)
def test_fails_as_said():
    assert Sample.gross(0) == 1
