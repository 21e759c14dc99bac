import os
import signal

import Sample


def test_before():
    pass


def test_is_interrupted():
    os.kill(os.getpid(), signal.SIGINT)
    raise AssertionError("not interrupted")


def test_after():
    pass
