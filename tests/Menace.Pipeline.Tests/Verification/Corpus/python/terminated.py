import os
import signal

import Sample


def test_is_terminated():
    os.kill(os.getpid(), signal.SIGTERM)
