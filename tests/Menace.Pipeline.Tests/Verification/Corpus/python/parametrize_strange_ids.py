import pytest

import Sample


@pytest.mark.parametrize("text", ["a b", "x/y", "line\nbreak", "tab\t", "\x00", "[x]", "\u00e4", "<&>", "::", ""])
def test_text(text):
    assert text != "x/y"
