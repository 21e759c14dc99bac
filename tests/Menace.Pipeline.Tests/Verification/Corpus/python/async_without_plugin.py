import Sample


async def test_not_awaited():
    assert False


def test_other():
    pass
