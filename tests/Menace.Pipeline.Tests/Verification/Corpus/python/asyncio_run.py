import asyncio

import Sample


async def price():
    await asyncio.sleep(0)
    return Sample.gross(100)


def test_runs():
    assert asyncio.run(price()) == 119


def test_never_awaited():
    price()


def test_subprocess():
    async def run():
        process = await asyncio.create_subprocess_exec("true")
        return await process.wait()
    assert asyncio.run(run()) == 0
