import os
import threading
import time

import Sample


def late():
    time.sleep(0.2)
    os._exit(9)


def test_leaves_a_thread():
    threading.Thread(target=late).start()
