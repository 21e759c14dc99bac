import sys

import Sample


def test_trace():
    seen = []
    sys.settrace(lambda frame, event, argument: seen.append(event))
    Sample.gross(1)
    sys.settrace(None)
    assert seen == ["call"]


def test_none_set():
    assert sys.gettrace() is None and sys.getprofile() is None
