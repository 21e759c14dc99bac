import os

import Sample


def test_patches(monkeypatch):
    monkeypatch.setattr(Sample, "gross", lambda net: 1)
    monkeypatch.setenv("SAMPLE", "1")
    monkeypatch.setitem(Sample.cache, "a", 1)
    monkeypatch.syspath_prepend("elsewhere")
    assert Sample.gross(100) == 1 and os.environ["SAMPLE"] == "1"


def test_is_undone():
    assert Sample.gross(100) == 119 and "SAMPLE" not in os.environ and Sample.cache == {}


def test_no_attribute(monkeypatch):
    monkeypatch.setattr(Sample, "missing", 1)
