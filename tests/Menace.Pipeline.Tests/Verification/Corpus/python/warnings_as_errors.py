import warnings

import pytest

import Sample

pytestmark = pytest.mark.filterwarnings("error")


def test_warns():
    warnings.warn("old", DeprecationWarning)


def test_expected():
    with pytest.warns(UserWarning, match="new"):
        warnings.warn("new")


def test_none_raised():
    with pytest.warns(UserWarning):
        pass
