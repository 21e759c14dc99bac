import no_such_module

import Sample


def test_never():
    assert no_such_module
