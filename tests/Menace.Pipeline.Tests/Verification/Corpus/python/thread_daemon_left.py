import os
import threading
import time

import Sample


def late():
    time.sleep(5)
    os._exit(9)


def test_leaves_a_daemon():
    threading.Thread(target=late, daemon=True).start()
