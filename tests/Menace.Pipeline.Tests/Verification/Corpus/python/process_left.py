import subprocess

import Sample


def test_leaves_a_process():
    subprocess.Popen(["sleep", "30"])
