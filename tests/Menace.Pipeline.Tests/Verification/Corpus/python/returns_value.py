import Sample


def test_returns():
    return Sample.gross(100) == 0
