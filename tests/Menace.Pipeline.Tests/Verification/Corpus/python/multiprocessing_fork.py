import multiprocessing

import Sample


def test_process():
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    process = context.Process(target=lambda: queue.put(Sample.gross(100)))
    process.start()
    assert queue.get() == 119
    process.join()
    assert process.exitcode == 0


def test_pool():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(Sample.gross, [0, 100]) == [0, 119]
