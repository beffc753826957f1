"""Yardstick: the least that checks URLs with httpx. ``prober URL COUNT INTERVAL SECONDS``."""

import asyncio
import sqlite3
import sys
import time

import httpx


async def prober(base: str, count: int, interval: float, seconds: float) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE results (component, began, took)")
    ends = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=0)
    async with httpx.AsyncClient(limits=limits, timeout=10) as client:

        async def watch(number: int) -> None:
            await asyncio.sleep(number * interval / count)
            due = time.monotonic()
            while due < ends:
                began = time.perf_counter()
                await client.get(f"{base}/{number}")
                took = time.perf_counter() - began
                with database:
                    database.execute("INSERT INTO results VALUES (?, ?, ?)", (number, time.time(), took))
                due += interval
                await asyncio.sleep(max(due - time.monotonic(), 0))

        await asyncio.gather(*(watch(number) for number in range(count)))
    print(database.execute("SELECT count(*) FROM results").fetchone()[0])


if __name__ == "__main__":
    asyncio.run(prober(sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5])))
