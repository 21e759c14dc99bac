import signal
import time

import pytest

import Sample


class Late(Exception):
    pass


def late(number, frame):
    raise Late


def test_is_late():
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    with pytest.raises(Late):
        time.sleep(5)
