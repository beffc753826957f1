"""The demo's gift pulse: well at first, then somebody tries stolen cards, then it is well again."""

from pathlib import Path

import pytest

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
