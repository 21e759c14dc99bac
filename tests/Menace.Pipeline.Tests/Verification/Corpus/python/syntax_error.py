import Sample


def test_never(:
    pass
