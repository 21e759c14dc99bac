import importlib
import sys

import Sample


def test_reload():
    Sample.remember("a", 1)
    importlib.reload(Sample)
    assert Sample.cache == {}


def test_import_anew():
    del sys.modules["Sample"]
    import Sample as again
    assert again is not Sample
