import unittest

import Sample


def setUpModule():
    Sample.remember("module", 1)


class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise OSError("no")

    def test_never(self):
        pass


class Fine(unittest.TestCase):
    def tearDown(self):
        raise OSError("cannot end")

    def test_module(self):
        self.assertIn("module", Sample.cache)
