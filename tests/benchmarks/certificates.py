"""Two years of renewals, by lifetime: warnings that came too early, and how early a renewal that failed was told.

A failed renewal is told by the first of two: a note while the component stays healthy, and the warning.

``python -m tests.benchmarks.certificates`` prints the table. The check is that of kind ``http``, with what it stores
given back to it, on a clock that jumps from check to check; the server's certificates are made up.
"""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from porchlight.model.component import Component
from porchlight.model.result import EMPTY, Phase
from porchlight.model.status import Reason
from porchlight.net.exchange import NoReply, Reply, TlsDetails
from porchlight.probes.context import CheckContext
from porchlight.probes.http import HttpProbe, HttpSettings
from tests.clocks import ManualClock
from tests.support import GivenSecrets

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
YEARS_MS = 730 * DAY_MS
LIVES = (160 / 24, 45, 47, 64, 90, 200, 398)
"""Days."""


@dataclass
class Host:
    """A server whose client renews with ``share`` of the life left. It tries twice a day (hourly where a life is
    short), and one try in three fails."""

    life_ms: int
    share: float
    failing: frozenset[int]
    """Which renewals fail for good, until they are repaired a day after the warning."""
    begins_ms: int
    now_ms: int = 0
    renewals: int = 0
    told_ms: int | None = None
    early: int = 0
    """Checks with a warning, although the client was to renew."""
    left_when_told: list[float] = field(default_factory=list)
    """By the warning: the share of the life."""
    left_when_noted: list[float] = field(default_factory=list)
    """By the note or the warning."""
    noted: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(20))

    @property
    def left_ms(self) -> int:
        return self.begins_ms + self.life_ms - self.now_ms

    def go_on(self, now_ms: int, tries: int) -> None:
        """Let the client try."""
        self.now_ms = now_ms
        if self.renewals in self.failing:
            if self.told_ms is not None and now_ms - self.told_ms >= min(DAY_MS, self.life_ms // 20):
                self.renew()
        elif self.left_ms < self.share * self.life_ms and any(self.chance.random() > 1 / 3 for _ in range(tries)):
            self.renew()

    def renew(self) -> None:
        self.begins_ms, self.told_ms = self.now_ms - HOUR_MS, None  # Let's Encrypt's begin an hour before
        self.renewals += 1
        self.noted = False

    def warned(self) -> None:
        """A check warns now."""
        if self.renewals not in self.failing:
            self.early += 1
        elif self.told_ms is None:
            self.told_ms = self.now_ms
            self.left_when_told.append(self.left_ms / self.life_ms)

    def told(self) -> None:
        """A check speaks of the certificate now, in a note or in a warning."""
        if self.renewals in self.failing and not self.noted:
            self.noted = True
            self.left_when_noted.append(self.left_ms / self.life_ms)

    async def exchange(self, method: str, url: str, **how: Any) -> Reply | NoReply:
        """See HttpClient."""
        headers: Mapping[str, str] = EMPTY
        tls = TlsDetails("TLSv1.3", "R13", "give.example.org", self.begins_ms + self.life_ms, self.begins_ms)
        return Reply(200, headers, b"", False, {Phase.REST: 1000}, url, tls=tls)


async def live(life: float, share: float, failing: frozenset[int] = frozenset()) -> Host:
    """Two years of one host, checked each hour where a life is short and four times a day where not."""
    clock = ManualClock()
    began_ms, step_ms = clock.now_ms(), HOUR_MS if life < 10 else 6 * HOUR_MS
    host = Host(round(life * DAY_MS), share, failing, began_ms)
    settings = HttpSettings(kind="http", url="https://give.example.org/")
    component = Component("give", "Give", "http")
    probe, position, nothing = HttpProbe(component, settings), None, GivenSecrets({})
    for number in range(YEARS_MS // step_ms):
        clock.advance(step_ms / 1000)
        host.go_on(clock.now_ms(), tries=1 if life < 10 else number % 2)
        ctx = CheckContext(component, clock, nothing, host, None, position=position)  # type: ignore[arg-type]
        result = await probe.check(ctx)
        position = result.position or position
        if "certificate" in result.sentence:
            host.told()
        if result.reason is Reason.CERTIFICATE_EXPIRING:
            host.warned()
    return host


FAILING = frozenset({0, *range(1, 200, 2)})
"""The first renewal, of which nothing is known, and each second one after."""


def _least(shares: list[float]) -> str:
    return f"{min(shares):.1%}" if shares else "-"


def main() -> None:
    """Print the table."""
    print("  life  renewed at  renewals  early  failed  told at least   amber")
    for life in LIVES:
        for share, name in ((1 / 3, "a third"), (1 / 2, "a half"), (min(30 / life, 1 / 3), "30 days")):
            if name == "30 days" and life <= 90:
                continue
            well, ill = asyncio.run(live(life, share)), asyncio.run(live(life, share, FAILING))
            print(
                f"{life:6.1f} {name:>11} {well.renewals:9} {well.early + ill.early:6} {len(ill.left_when_noted):7}"
                f" {_least(ill.left_when_noted):>14} {_least(ill.left_when_told):>7}"
            )


if __name__ == "__main__":
    main()
