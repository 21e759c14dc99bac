import pytest

import Sample


@pytest.mark.parametrize("net, gross", [(100, 119), (0, 0), (10, 12)], ids=["round", "nothing", "wrong price"])
def test_gross(net, gross):
    assert Sample.gross(net) == gross


@pytest.mark.parametrize("rate", [7, 19])
@pytest.mark.parametrize("net", [1, 2])
def test_grid(net, rate):
    assert Sample.gross(net, rate) > net
