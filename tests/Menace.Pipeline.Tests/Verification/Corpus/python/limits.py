import os
import resource

import Sample


def test_limits():
    assert resource.getrlimit(resource.RLIMIT_RTTIME)[1] == int(os.environ["MENACE_RUN"])
    assert resource.getrlimit(resource.RLIMIT_AS) == (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def test_umask():
    mask = os.umask(0o22)
    os.umask(mask)
    assert mask in (0o22, 0o2, 0o77)
