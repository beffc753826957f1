"""Donation pages that work, that are broken, and that were only edited."""

import pytest

from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.donate_pages import BROKEN, GOOD, HARMLESS, Web
from tests.integration.probes.page_client import DonatePage

pytestmark = pytest.mark.anyio


def _names(pairs: tuple[tuple[Web, Web], ...]) -> list[str]:
    return [after.name for _, after in pairs]


@pytest.mark.parametrize("web", GOOD, ids=lambda web: web.name)
async def test_a_page_that_works_is_well_and_its_form_is_named(web: Web) -> None:
    result = await DonatePage(web).check()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["forms"].value == 1
    assert web.name in result.sentence or web.name == "A form of its own"


async def after(before: Web, now: Web) -> Result:
    page = DonatePage(before)
    first = await page.check()
    assert first.outcome is Outcome.HEALTHY, first.sentence
    return await page.check(now)


@pytest.mark.parametrize(("before", "now"), BROKEN, ids=_names(BROKEN))
async def test_what_keeps_donors_from_giving_is_found(before: Web, now: Web) -> None:
    result = await after(before, now)
    if now.needs_browser:
        assert result.outcome is Outcome.HEALTHY
    else:
        assert result.outcome is not Outcome.HEALTHY
        assert result.reason in (Reason.CONTENT, Reason.BOT_PROTECTION, Reason.DNS)
        print(f"{now.name}: {result.sentence}")


@pytest.mark.parametrize(("before", "now"), HARMLESS, ids=_names(HARMLESS))
async def test_an_edit_that_breaks_nothing_is_no_news(before: Web, now: Web) -> None:
    result = await after(before, now)
    assert result.outcome is Outcome.HEALTHY, result.sentence
