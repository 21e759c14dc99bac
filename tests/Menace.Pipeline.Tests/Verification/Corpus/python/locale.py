import locale
import sys

import Sample


def test_encodings():
    assert sys.stdout.encoding.lower() == "utf-8"
    assert sys.getfilesystemencoding() == "utf-8"
    assert open(__file__).encoding.lower() == "utf-8"


def test_default():
    assert locale.setlocale(locale.LC_NUMERIC) == "C"


def test_changed():
    locale.setlocale(locale.LC_ALL, "C")
    assert locale.localeconv()["decimal_point"] == "."


def test_unknown():
    locale.setlocale(locale.LC_ALL, "xx_XX")
