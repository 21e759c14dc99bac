import datetime
import os
import time

import Sample


def test_default():
    assert "TZ" in os.environ or time.strftime("%z", time.localtime(0)) == datetime.datetime.fromtimestamp(0).astimezone().strftime("%z")
