import os
import weakref

import Sample


class Thing:
    pass


kept = Thing()
weakref.finalize(kept, os._exit, 8)


def test_keeps():
    assert kept
