import sys

import Sample


def test_out_and_err(capsys):
    print("out")
    print("err", file=sys.stderr)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("out\n", "err\n")


def test_disabled(capsys):
    with capsys.disabled():
        print("shown")
    assert capsys.readouterr().out == ""


def test_fails_after_output():
    print("told")
    assert False
