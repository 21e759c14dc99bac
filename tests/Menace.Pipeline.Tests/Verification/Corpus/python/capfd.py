import os
import subprocess
import sys

import Sample


def test_descriptors(capfd):
    os.write(1, b"one")
    os.write(2, b"two")
    subprocess.run(["echo", "three"], check=True)
    assert capfd.readouterr() == ("onethree\n", "two")


def test_binary(capfdbinary):
    os.write(1, b"\xff")
    assert capfdbinary.readouterr().out == b"\xff"


def test_both(capsys, capfd):
    pass
