import subprocess
import sys

import Sample


def test_command():
    done = subprocess.run([sys.executable, ".", "gross", "100"], stdout=subprocess.PIPE, text=True)
    assert done.stdout.strip() == "119.0"


def test_no_such_function():
    done = subprocess.run([sys.executable, ".", "missing"], stderr=subprocess.PIPE)
    assert done.returncode == 0
