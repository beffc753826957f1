"""Donation pages in a real browser, without a window."""

from pathlib import Path

import pytest

from porchlight.model.status import Outcome, Reason
from porchlight.probes.donate_page.browser.pictures import pictures_in
from tests.donate_pages import BROKEN, GOOD, Web
from tests.integration.probes.chromium import served
from tests.integration.probes.page_client import DonatePage

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("web", GOOD, ids=lambda web: web.name)
async def test_the_form_is_seen_in_the_browser(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(web, tmp_path, monkeypatch):
        page = DonatePage(web, browser=True, pictures=str(tmp_path / "pictures"))
        result = await page.check()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    (picture,) = pictures_in(str(tmp_path / "pictures"), "page")
    assert not picture.changed
    assert picture.read().startswith(b"\xff\xd8")


@pytest.mark.parametrize("now", [now for _, now in BROKEN if now.needs_browser], ids=lambda web: web.name)
async def test_what_only_a_browser_sees_is_found(now: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(now, tmp_path, monkeypatch):
        result = await DonatePage(now, browser=True, pictures=str(tmp_path / "pictures")).check()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert "shows no form with an amount" in result.sentence
    (picture,) = pictures_in(str(tmp_path / "pictures"), "page")
    assert picture.changed
