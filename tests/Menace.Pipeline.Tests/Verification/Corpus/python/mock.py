from unittest import mock

import Sample


@mock.patch("Sample.gross", return_value=1)
def test_decorated(gross):
    assert Sample.gross(5) == 1
    gross.assert_called_once_with(5)


def test_wrong_call():
    gross = mock.Mock()
    gross(1)
    gross.assert_called_once_with(2)
