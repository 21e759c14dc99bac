import pytest

import Sample

log = []


@pytest.fixture(scope="session", autouse=True)
def session():
    log.append("session")
    yield
    log.append("end session")


@pytest.fixture(scope="package")
def package():
    log.append("package")
    yield "package"


@pytest.fixture(scope="module")
def module(package):
    log.append("module")
    yield package + " module"


@pytest.fixture(scope="class")
def kind(module):
    log.append("class")
    yield module + " class"


@pytest.fixture
def function(kind):
    log.append("function")
    yield kind + " function"
    log.append("end function")


class TestFirst:
    def test_one(self, function):
        assert function == "package module class function"
        assert log == ["session", "package", "module", "class", "function"]

    def test_two(self, function):
        assert log.count("class") == 1 and log.count("function") == 2


class TestSecond:
    def test_again(self, function):
        assert log.count("class") == 2 and log.count("module") == 1
