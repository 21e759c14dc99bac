import sys

import Sample


def test_bytes():
    sys.stdout.buffer.write(b"\xff\xfe\x00")
    print("\ud800".encode("utf-8", "surrogatepass"))
    assert False, "\x1b[31m and \ud800"
