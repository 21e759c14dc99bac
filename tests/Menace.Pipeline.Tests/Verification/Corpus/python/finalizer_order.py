import pytest

import Sample

ended = []


@pytest.fixture
def two(request):
    request.addfinalizer(lambda: ended.append("first"))
    request.addfinalizer(lambda: ended.append("last"))


def test_uses(two):
    assert ended == []


def test_order():
    assert ended == ["last", "first"]
