import Sample


def test_never():
    assert Sample
