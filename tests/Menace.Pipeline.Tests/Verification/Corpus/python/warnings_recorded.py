import warnings

import pytest

import Sample


def warn():
    warnings.warn("seen", UserWarning)


def test_first(recwarn):
    warn()
    assert len(recwarn) == 1


def test_second(recwarn):
    warn()
    assert len(recwarn) == 1


def test_deprecated_call():
    with pytest.deprecated_call():
        warnings.warn("x", DeprecationWarning)
