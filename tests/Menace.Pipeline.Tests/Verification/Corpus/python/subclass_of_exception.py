import Sample


class Odd(BaseException):
    pass


def test_base_exception():
    raise Odd("odd")


def test_exception_without_text():
    class Silent(Exception):
        def __str__(self):
            raise RuntimeError("cannot be shown")
    raise Silent


def test_after():
    pass
