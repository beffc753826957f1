"""The demo's gift pulse: well at first, then somebody tries stolen cards, then it is well again."""

import time
from pathlib import Path

import pytest

from porchlight.demo.recurring import hold_payments, release_payments
from porchlight.demo.services import demo_services
from porchlight.model.result import Result
from porchlight.model.status import Outcome
from porchlight.redaction import Redactor
from porchlight.runtime.checks import open_checks
from porchlight.runtime.kinds import parse_settings

pytestmark = pytest.mark.anyio


async def test_its_story_is_told_by_the_counts_of_the_demo_s_database(tmp_path: Path) -> None:
    async with demo_services(str(tmp_path)) as demo:
        settings = parse_settings(demo.settings)
        assert settings.all_problems() == []
        async with open_checks(settings, redactor=Redactor(), given_secrets=demo.secrets) as checks:

            async def check() -> Result:
                (result,) = await checks.check_once(only="gift-pulse")
                return result

            assert "usual at this time" in (await check()).sentence
            demo.try_stolen_cards()
            flooded = await check()
            assert flooded.outcome is Outcome.ERROR
            assert "Somebody may be testing stolen cards" in flooded.sentence
            demo.go_on_giving()
            again = await check()
            assert again.outcome is Outcome.HEALTHY, again.sentence


async def test_pending_recurring_gifts_and_the_arrival_of_yesterday_s_are_in_its_story(tmp_path: Path) -> None:
    async with demo_services(str(tmp_path)) as demo:
        settings = parse_settings(demo.settings)
        async with open_checks(settings, redactor=Redactor(), given_secrets=demo.secrets) as checks:

            async def check(component: str) -> Result:
                (result,) = await checks.check_once(only=component)
                return result

            assert (await check("recurring-gifts")).outcome is Outcome.HEALTHY
            hold_payments(demo.database, time.time_ns() // 1_000_000)
            stuck = await check("recurring-gifts")
            assert stuck.outcome is Outcome.DEGRADED
            assert "9 recurring gifts have been pending for more than" in stuck.sentence
            release_payments(demo.database)
            assert (await check("recurring-gifts")).outcome is Outcome.HEALTHY
            arrived = await check("arrivals")
            assert arrived.outcome is Outcome.HEALTHY
            assert arrived.sentence.endswith("are in Classy Sync's database.")
