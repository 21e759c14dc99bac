import unittest

import Sample


class PriceTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.log = ["class"]

    def setUp(self):
        self.log.append("test")
        self.addCleanup(self.log.append, "clean")

    def test_a(self):
        self.assertEqual(self.log, ["class", "test"])

    def test_b(self):
        self.assertEqual(self.log, ["class", "test", "clean", "test"])

    def test_c_fails(self):
        self.assertEqual(Sample.gross(1), 1)

    @unittest.skip("no")
    def test_d_skipped(self):
        self.fail()

    @unittest.expectedFailure
    def test_e_expected(self):
        self.fail()

    @unittest.expectedFailure
    def test_f_unexpected(self):
        pass
