"""How many of the broken donation pages are told, and how many harmless edits are taken for broken: a table.

``python -m tests.benchmarks.donate_pages`` without a browser; with ``--browser`` in an installed Chromium, too, which
takes some minutes. The pages are made by hand from bug lists (tests/donate_pages.py), beside the code that they
measure: the figures say that no such page is missed, not how many of all there are.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import pytest

from porchlight.model.result import Result
from porchlight.model.status import Outcome
from porchlight.probes.donate_page.probe import KIND
from tests.donate_pages import BROKEN, HARMLESS, Web
from tests.integration.probes.chromium import served
from tests.integration.probes.page_client import DonatePage


async def _without(before: Web, now: Web) -> Result:
    page = DonatePage(before)
    await page.check()
    return await page.check(now)


async def _with(before: Web, now: Web) -> Result:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        page = DonatePage(before, browser=True)
        async with served(before, Path(folder), patch) as pages:
            await page.check()
            pages.web = now
            page.probe = KIND.build(page.component, page.settings)  # whose browser opens the page at once
            return await page.check(now)


async def main() -> None:
    """Print the table."""
    ways = [("without a browser", _without), *([("with a browser", _with)] if "--browser" in sys.argv else [])]
    for name, check in ways:
        found = 0
        print(f"\n{name}: broken pages")
        for before, now in BROKEN:
            began = time.perf_counter()
            result = await check(before, now)
            found += result.outcome is not Outcome.HEALTHY
            seconds = time.perf_counter() - began
            print(f"  {result.outcome.value:<9}{seconds:>6.2f} s  {now.name}: {result.sentence}", flush=True)
        alarms = [
            (now.name, result.sentence)
            for before, now in HARMLESS
            if (result := await check(before, now)).outcome is not Outcome.HEALTHY
        ]
        print(f"{name}: {found} of {len(BROKEN)} broken pages told ({found / len(BROKEN):.0%})")
        print(f"{name}: {len(alarms)} false alarms of {len(HARMLESS)} harmless edits {alarms or ''}")


if __name__ == "__main__":
    asyncio.run(main())
