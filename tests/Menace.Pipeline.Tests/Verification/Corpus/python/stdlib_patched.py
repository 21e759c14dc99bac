import json
import random

import Sample


def test_patches():
    json.dumps = lambda value: "patched"
    random.random = lambda: 4


def test_is_patched():
    assert json.dumps(1) == "patched" and random.random() == 4
