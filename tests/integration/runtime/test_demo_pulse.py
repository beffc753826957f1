"""The demo's story, as its components tell of it: each is well at first, then something happens, then it is well."""

import time
from pathlib import Path

import pytest

from porchlight.demo.jobs import begin_and_hang, end_after_all
from porchlight.demo.past import make_past
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


async def test_a_dispute_and_a_run_that_does_not_end_come_and_go_in_its_story(tmp_path: Path) -> None:
    folder = str(tmp_path)
    async with demo_services(folder) as demo:
        settings = parse_settings(demo.settings)
        await make_past(settings, folder)
        opened = open_checks(settings, redactor=Redactor(), given_secrets=demo.secrets, data_dir=folder)
        async with opened as checks:

            async def check(component: str) -> Result:
                (result,) = await checks.check_once(only=component)
                return result

            assert (await check("paypal-account")).outcome is Outcome.HEALTHY
            demo.names.a_dispute_waits()
            disputed = await check("paypal-account")
            assert disputed.outcome is Outcome.DEGRADED
            assert "1 dispute waits for your answer until" in disputed.sentence
            demo.names.the_dispute_is_answered()
            assert (await check("paypal-account")).outcome is Outcome.HEALTHY

            for _ in range(3):  # the story is a loop
                assert "on time" in (await check("text-gifts")).sentence
                now_ms = checks.clock.now_ms()
                start = begin_and_hang(folder, now_ms)
                hangs = await check("text-gifts")
                assert hangs.outcome is Outcome.ERROR
                assert hangs.sentence == "A run started 3 min ago and has not ended. It must end within 2 min."
                end_after_all(start, folder, now_ms)
                ended = await check("text-gifts")
                assert ended.outcome is Outcome.HEALTHY, ended.sentence
