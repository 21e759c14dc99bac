import Sample


def test_raises():
    raise KeyboardInterrupt


def test_after():
    pass
