import os

import Sample


def test_sets():
    os.environ["SAMPLE_LEAK"] = "1"


def test_sees():
    assert os.environ["SAMPLE_LEAK"] == "1"
    assert os.popen("printf %s \"$SAMPLE_LEAK\"").read() == "1"
