import os
import time

import Sample


def test_set():
    os.environ["TZ"] = "Asia/Tokyo"
    time.tzset()
    assert time.strftime("%H:%M", time.localtime(0)) == "09:00"


def test_leaks():
    assert time.timezone == -9 * 3600
