import Sample


def test_much():
    print("x" * 2_000_000)
    assert False, "y" * 100_000
