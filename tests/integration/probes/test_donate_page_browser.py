"""Donation pages in a real browser, without a window."""

import sys
from pathlib import Path

import pytest

from porchlight.insight.advice import next_step
from porchlight.language.english import english
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


async def test_without_a_browser_the_page_is_unknown_and_never_green(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("porchlight.probes.donate_page.browser.watch.find_browser", lambda: None)
    result = await DonatePage(GOOD[0], browser=True, pictures=str(tmp_path / "pictures")).check()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.UNAVAILABLE)
    assert result.sentence == "The form was not looked for: no Edge, Chrome or Chromium is installed."
    assert english(next_step(Reason.UNAVAILABLE, "donate_page")).startswith("Install Edge, Chrome or Chromium")
    assert pictures_in(str(tmp_path / "pictures"), "page") == []


async def test_what_is_broken_without_a_browser_is_told_before_its_absence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("porchlight.probes.donate_page.browser.watch.find_browser", lambda: None)
    before, now = next(pair for pair in BROKEN if not pair[1].needs_browser)
    page = DonatePage(before, browser=True, pictures=str(tmp_path / "pictures"))
    await page.check()
    result = await page.check(now)
    assert result.outcome is Outcome.ERROR
    assert "not looked for" not in result.sentence


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
async def test_a_browser_that_ends_at_once_is_told_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    result = await DonatePage(GOOD[0], browser=True, pictures=str(tmp_path / "pictures")).check()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.UNAVAILABLE)
    assert result.sentence == "Chromium could not show the page."
