import sys

import Sample


def test_depth_of_frames():
    frame, names = sys._getframe(), []
    while frame:
        frame, names = frame.f_back, [frame.f_code.co_name, *names]
    assert names[:3] == ["<module>", "main", "main"]
