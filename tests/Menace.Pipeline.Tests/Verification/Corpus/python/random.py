import random
import tempfile
import uuid

import Sample


def test_seeded():
    random.seed(1)
    assert random.randint(1, 100) == 18
    assert random.Random(1).randint(1, 100) == 18


def test_not_seeded():
    assert random.SystemRandom().random() < 1
    assert uuid.uuid4() != uuid.uuid4()
    assert tempfile.mktemp() != tempfile.mktemp()


def test_hash_randomization():
    import sys
    assert sys.flags.hash_randomization == 1
