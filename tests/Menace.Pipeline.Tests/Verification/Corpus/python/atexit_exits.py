import atexit
import os

import Sample


def test_registers():
    atexit.register(os._exit, 5)
