import asyncio
import unittest

import Sample


class AsyncTests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.value = await asyncio.sleep(0, 3)

    async def test_value(self):
        self.assertEqual(self.value, 3)

    async def test_fails(self):
        await asyncio.sleep(0)
        self.fail("no")
