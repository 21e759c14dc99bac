import Sample


class TestNothing:
    pass


class TestInit:
    def __init__(self):
        pass

    def test_never(self):
        assert False


def test_one():
    pass
