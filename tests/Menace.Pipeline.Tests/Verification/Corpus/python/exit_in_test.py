import sys

import Sample


def test_exits():
    sys.exit(0)


def test_exits_with_code():
    sys.exit(3)


def test_after():
    pass
