import threading

import Sample


def test_exception_in_thread():
    thread = threading.Thread(target=Sample.gross, args=(None,))
    thread.start()
    thread.join()


def test_other():
    pass
