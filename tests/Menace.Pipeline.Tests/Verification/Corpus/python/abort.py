import os

import Sample


def test_aborts():
    os.abort()
