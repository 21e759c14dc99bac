import threading

import pytest

import Sample

pytestmark = pytest.mark.filterwarnings("error")


def test_exception_in_thread():
    thread = threading.Thread(target=Sample.gross, args=(None,))
    thread.start()
    thread.join()


def test_other():
    pass
