import pytest

import Sample


def test_leaves_a_file_open():
    open(__file__)


@pytest.mark.filterwarnings("error")
def test_leaves_a_file_open_as_error():
    open(__file__)


def test_other():
    pass
