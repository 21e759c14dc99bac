import pytest

import Greeter


@pytest.mark.parametrize("name, expected", [("Ada", "Hello, Ada!"), ("  Grace ", "Hello, Grace!")])
def test_a_person_is_greeted_by_name(name, expected):
    assert Greeter.greet(name) == expected


def test_a_blank_name_raises_an_error():
    with pytest.raises(ValueError):
        Greeter.greet(" ")
