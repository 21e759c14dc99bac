import Sample


def test_right():
    assert Sample.gross(100) == 119


def test_wrong():
    assert Sample.gross(100) == 120
