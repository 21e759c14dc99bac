import Sample


class Base:
    expected = 119

    def test_gross(self):
        assert Sample.gross(100) == self.expected


class TestRight(Base):
    pass


class TestWrong(Base):
    expected = 120
