import Sample


def test_gross():
    assert Sample.gross(100) == 119


def test_greets(capsys):
    Sample.greet("Ada")
    assert capsys.readouterr().out == "hello Ada\n"
