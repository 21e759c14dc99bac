import multiprocessing

import Sample


def test_spawned():
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        assert pool.apply(Sample.gross, (100,)) == 119


def test_main_module():
    import __main__
    assert __main__.__file__.endswith("run_tests.py") and __main__.__name__ == "__main__"
