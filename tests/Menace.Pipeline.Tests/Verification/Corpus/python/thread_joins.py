import threading
import time

import Sample

done = []


def work():
    time.sleep(0.05)
    done.append(threading.current_thread().name)


def test_thread():
    thread = threading.Thread(target=work, name="worker")
    thread.start()
    thread.join()
    assert done == ["worker"] and threading.active_count() == 1


def test_main_thread():
    assert threading.current_thread() is threading.main_thread()
    assert threading.main_thread().ident == threading.get_ident()
    assert threading.get_native_id() == __import__("os").getpid()
