from concurrent.futures import ThreadPoolExecutor

import pytest

import Sample

pool = ThreadPoolExecutor(2)


def test_pool():
    assert list(pool.map(Sample.gross, [0, 100])) == [0, 119]


def test_pool_raises():
    with pytest.raises(TypeError):
        pool.submit(Sample.gross, None).result()
