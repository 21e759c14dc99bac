import Sample

log = []


def setup_module(module):
    log.append("module")


def teardown_module(module):
    assert log == ["module", "function", "end"], log


def setup_function(function):
    log.append("function")


def teardown_function(function):
    log.append("end")


def test_one():
    assert log == ["module", "function"]


class TestKind:
    def setup_class(cls):
        log.append("class")

    def setup_method(self, method):
        log.append(method.__name__)

    def test_two(self):
        assert log[-2:] == ["class", "test_two"]
