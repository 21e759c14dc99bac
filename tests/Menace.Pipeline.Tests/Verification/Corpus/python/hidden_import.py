import concurrent
import importlib
import xml

import pytest

import Sample


def test_not_loaded_by_others():
    with pytest.raises(AttributeError):
        concurrent.futures


def test_xml():
    assert hasattr(xml, "sax") or not hasattr(xml, "sax")
    assert importlib
