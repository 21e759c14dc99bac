import Sample


def values():
    try:
        yield 1
    finally:
        Sample.remember("closed", 1)


kept = values()


def test_begins():
    assert next(kept) == 1


def test_not_closed():
    assert "closed" not in Sample.cache


def test_closed():
    kept.close()
    assert "closed" in Sample.cache
