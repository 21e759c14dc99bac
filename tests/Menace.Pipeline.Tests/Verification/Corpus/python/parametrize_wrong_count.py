import pytest

import Sample


@pytest.mark.parametrize("net, gross", [(100,)])
def test_never(net, gross):
    assert False
