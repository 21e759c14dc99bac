import Sample


def test_too_much():
    bytearray(1 << 62)


def test_other():
    pass
