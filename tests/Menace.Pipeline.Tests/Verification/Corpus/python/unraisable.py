import pytest

import Sample


class Broken:
    def __del__(self):
        raise ValueError("in del")


def test_deletes():
    thing = Broken()
    del thing


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_deletes_as_error():
    thing = Broken()
    del thing
