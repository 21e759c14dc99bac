import Sample

PRICES = Sample.gross("a", "b")


def test_never():
    assert PRICES
