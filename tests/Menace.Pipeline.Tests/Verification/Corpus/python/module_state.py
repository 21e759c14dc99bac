import Sample


def test_first():
    assert Sample.remember("a", 1) == 1


def test_depends_on_first():
    assert Sample.remember("b", 1) == 2


def test_wrong_about_first():
    assert Sample.remember("c", 1) == 1
