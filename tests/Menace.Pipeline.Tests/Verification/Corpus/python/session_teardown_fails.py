import pytest

import Sample


@pytest.fixture(scope="session")
def service():
    yield "up"
    assert Sample.gross(1) == 0, "the service did not stop"


def test_one(service):
    assert service == "up"


def test_two(service):
    assert service == "up"
