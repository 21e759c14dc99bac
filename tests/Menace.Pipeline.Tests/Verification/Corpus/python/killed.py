import os
import signal

import Sample


def test_is_killed():
    os.kill(os.getpid(), signal.SIGKILL)
