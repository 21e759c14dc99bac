import sys

import Sample


def test_hooks_are_the_usual_ones():
    assert sys.excepthook is sys.__excepthook__
    assert sys.displayhook is sys.__displayhook__
    assert not hasattr(sys, "ps1")


def test_set():
    sys.excepthook = None
