import Sample


def test_same():
    assert False


def test_same():  # noqa: F811
    pass


class TestSame:
    def test_same(self):
        pass
