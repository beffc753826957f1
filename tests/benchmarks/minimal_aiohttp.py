"""Yardstick: the least that checks URLs with aiohttp: ``sweep URL COUNT [LIMIT]`` (connections at once, 0: no limit),
``prober URL COUNT INTERVAL SECONDS``."""

import asyncio
import sqlite3
import sys
import time

import aiohttp


async def _ask(session: aiohttp.ClientSession, url: str) -> float:
    began = time.perf_counter()
    async with session.get(url) as response:
        await response.read()
    return time.perf_counter() - began


async def sweep(base: str, count: int, limit: int) -> None:
    connector = aiohttp.TCPConnector(limit=limit, force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(_ask(session, f"{base}/{number}") for number in range(count)))


async def prober(base: str, count: int, interval: float, seconds: float) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE results (component, began, took)")
    connector = aiohttp.TCPConnector(limit=100, force_close=True)
    ends = time.monotonic() + seconds
    async with aiohttp.ClientSession(connector=connector) as session:

        async def watch(number: int) -> None:
            await asyncio.sleep(number * interval / count)
            due = time.monotonic()
            while due < ends:
                took = await _ask(session, f"{base}/{number}")
                with database:
                    database.execute("INSERT INTO results VALUES (?, ?, ?)", (number, time.time(), took))
                due += interval
                await asyncio.sleep(max(due - time.monotonic(), 0))

        await asyncio.gather(*(watch(number) for number in range(count)))
    print(database.execute("SELECT count(*) FROM results").fetchone()[0])


if __name__ == "__main__":
    if sys.argv[1] == "sweep":
        asyncio.run(sweep(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]) if sys.argv[4:] else 100))
    else:
        asyncio.run(prober(sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5])))
