import Sample


def test_yields():
    yield 1
