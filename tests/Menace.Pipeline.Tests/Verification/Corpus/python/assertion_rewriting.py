import Sample


def test_list():
    assert [Sample.gross(net) for net in (0, 100)] == [0, 120]


def test_text():
    assert "one\ntwo\n" == "one\nthree\n"


def test_message():
    assert Sample.gross(0), f"a price of {Sample.gross(0)}"
