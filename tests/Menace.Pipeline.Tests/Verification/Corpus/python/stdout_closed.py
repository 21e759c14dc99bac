import sys

import Sample


def test_closes():
    sys.stdout.close()


def test_after():
    print("lost")
