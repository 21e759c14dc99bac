import pytest

import Sample


@pytest.fixture(params=[7, 19])
def rate(request):
    return request.param


@pytest.fixture
def net(request):
    return request.param * 2


@pytest.mark.parametrize("net", [50], indirect=True)
def test_gross(net, rate):
    assert Sample.gross(net, rate) == 100 + rate
