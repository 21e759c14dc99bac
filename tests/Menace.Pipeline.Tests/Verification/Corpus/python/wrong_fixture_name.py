import Sample


def test_unknown(no_such_fixture):
    assert no_such_fixture


def test_known():
    pass
