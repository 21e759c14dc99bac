import unittest

import Sample


class SubTests(unittest.TestCase):
    def test_rates(self):
        for rate in (7, 19, 20):
            with self.subTest(rate=rate):
                self.assertLess(Sample.gross(100, rate), 120)

    def test_good(self):
        with self.subTest("one"):
            self.assertTrue(True)
