import os

import Sample


def test_session():
    assert os.getsid(0) == os.getpgid(0)


def test_descriptors():
    names = sorted(int(name) for name in os.listdir("/proc/self/fd"))
    assert [name for name in names if name < 3] == [0, 1, 2]
    assert not [name for name in names if name > 2 and "pipe" in os.path.realpath(f"/proc/self/fd/{name}")]
