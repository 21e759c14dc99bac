import pytest

import Greeter


@pytest.mark.parametrize("name, expected", [("Ada", "Hello, Ada!"), ("  Grace ", "Hello, Grace!")])
def test_a_person_is_greeted_by_name(name, expected):
    assert Greeter.greet(name) == expected


def test_nobody_is_greeted_without_a_name():
    with pytest.raises(ValueError):
        Greeter.greet(" ")
