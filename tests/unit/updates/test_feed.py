"""What lists of releases say: true ones, odd ones and lying ones."""

import json

import pytest
from pydantic import ValidationError

from porchlight.settings.updates import RELEASES, UpdateSettings
from porchlight.updates.feed import NoReleases, newest

PAGE = "https://github.com/porchlight-monitor/porchlight/releases/tag/v0.10.0"


def _newest(document: object, current: str = "0.9.0", feed: str = RELEASES) -> str | None:
    release = newest(json.dumps(document).encode(), feed, current)
    return None if release is None else release.version


def test_versions_are_compared_as_versions() -> None:
    assert _newest({"tag_name": "v0.10.0"}) == "0.10.0"
    assert _newest({"version": "0.10.0"}) == "0.10.0"
    assert _newest({"tag_name": "v0.9"}) is None
    assert _newest({"tag_name": "0.8.99"}) is None
    assert _newest([{"tag_name": "v1.2.0"}, {"tag_name": "v1.10.0"}, {"tag_name": "v0.1.0"}]) == "1.10.0"
    assert _newest([]) is None


def test_drafts_and_trials_are_nobodys_news_but_of_those_who_try() -> None:
    listed = [
        {"tag_name": "v2.0.0", "draft": True},
        {"tag_name": "v1.1.0rc1"},
        {"tag_name": "v1.1.0", "prerelease": True},
        {"tag_name": "v1.0.0"},
        {"tag_name": "v9+local"},
    ]
    assert _newest(listed) == "1.0.0"
    assert _newest(listed, current="1.1.0rc0") == "1.1.0"
    assert _newest({"tag_name": "v1.1.0"}, current="1.1.0rc1") == "1.1.0"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Please sign in</html>",
        b'{"message": "API rate limit exceeded"}',
        b"[1, 2]",
        b'"1.2.0"',
        b"null",
        b'{"tag_name": 7}',
        b'{"tag_name": "newest"}',
        b'{"tag_name": "' + b"1." * 400 + b'"}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_list_of_releases_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NoReleases):
        newest(body, RELEASES, "0.9.0")


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/porchlight",
        "http://github.com/porchlight",
        "https://github.com@evil.example/",
        "https://github.com.evil.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://[",
        "https://github.com/\n",
        7,
        None,
        "https://github.com/" + "x" * 600,
    ],
)
def test_only_a_page_of_the_lists_own_site_is_opened(page: object) -> None:
    release = newest(json.dumps({"tag_name": "v1.0", "html_url": page}).encode(), RELEASES, "0.9.0")
    assert release is not None
    assert release.page == ""
    good = newest(json.dumps({"tag_name": "v1.0", "html_url": PAGE}).encode(), RELEASES, "0.9.0")
    assert good is not None
    assert good.page == PAGE


def test_the_list_comes_by_a_way_that_nobody_can_change() -> None:
    assert UpdateSettings().feed == RELEASES
    assert not UpdateSettings().check
    assert not UpdateSettings().decided
    assert UpdateSettings(check=False).decided
    for good in ("https://example.org/porchlight.json", "http://127.0.0.1:8000/feed"):
        assert UpdateSettings(feed=good).feed == good
    for bad in (
        "http://example.org/feed",
        "https://me:secret@example.org/",
        "ftp://example.org",
        "https://",
        "https://[",
    ):
        with pytest.raises(ValidationError):
            UpdateSettings(feed=bad)
