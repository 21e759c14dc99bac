import Sample


def test_never():
    assert Sample.gross(100) == 119
