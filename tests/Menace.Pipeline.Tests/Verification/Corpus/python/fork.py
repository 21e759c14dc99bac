import os

import pytest

import Sample


def test_child():
    child = os.fork()
    if child == 0:
        os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3


def test_no_other_children():
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
