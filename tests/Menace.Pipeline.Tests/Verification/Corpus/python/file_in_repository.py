from pathlib import Path

import Sample


def test_writes_beside_the_code():
    Path("written.txt").write_text("x")


def test_sees_it():
    assert Path("written.txt").read_text() == "x"
