"""A page's title as a name."""

import asyncio
import time

import pytest

from porchlight.net.client import ReadOnlyClient
from porchlight.runtime.page_title import page_title, title_in
from tests.ports import free_port


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("<html><title>Give to Example Charity</title>", "Give to Example Charity"),
        ("<TITLE lang='en'>\n  Give &amp; take \n</TITLE >", "Give & take"),
        ("<title>Donate today | The Example Charity for Everybody in Town</title>", "Donate today"),
        ("<title>Give\u202e\x00now</title>", "Give��now"),
        ("<title></title>", ""),
        ("<title>not closed", ""),
        ("<titles>no</titles>", ""),
        ("", ""),
    ],
)
def test_the_title_is_fit_to_be_a_name(page: str, name: str) -> None:
    assert title_in(page) == name


def test_a_title_of_any_length_is_a_short_name() -> None:
    assert len(title_in(f"<title>{'x' * 100_000}</title>")) <= 60


def test_a_page_made_to_be_slow_is_read_at_once() -> None:
    began = time.monotonic()
    title_in("<title " * 10_000)
    title_in("<title>" * 10_000)
    assert time.monotonic() - began < 1


def test_without_an_answer_there_is_no_title() -> None:
    async def ask(url: str) -> str:
        async with ReadOnlyClient(proxies={}) as http:
            return await page_title(http, url)

    assert asyncio.run(ask(f"http://127.0.0.1:{free_port()}/")) == ""
    assert asyncio.run(ask("http://user:secret@127.0.0.1/")) == ""
    assert asyncio.run(ask("no address")) == ""
