import os

import Sample


def test_no_variable_of_another_bot():
    assert "SAMPLE_LEAK" not in os.environ


def test_home_is_own():
    assert os.path.expanduser("~") == os.environ["HOME"]


def test_same_for_children():
    names = os.popen("env").read()
    assert all(f"{name}={os.environ[name]}" in names for name in ("HOME", "PATH", "PWD", "MENACE_RUN"))
