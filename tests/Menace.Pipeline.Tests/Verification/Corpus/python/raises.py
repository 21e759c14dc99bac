import Sample


def test_type():
    Sample.gross(None)


def test_after():
    assert Sample.gross(0) == 0
