import atexit

import Sample


def test_registers():
    atexit.register(Sample.gross, None)
