"""Reads a list of releases, and finds one newer than this program. Pure. Two formats are accepted: GitHub's API
("REST API: Releases": one release or a list of them, with ``tag_name``, ``html_url``, ``draft`` and ``prerelease``),
and a custom file, ``{"version": "1.2.0", "url": "https://…"}``. Versions are compared by PEP 440, so that 0.10 comes
after 0.9 and 1.0rc1 before 1.0."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from packaging.version import InvalidVersion, Version

from porchlight.intake.documents import NotJson, parse_json
from porchlight.model.release import Release
from porchlight.net.host_names import same_host

_LONGEST_VERSION = 40
_LONGEST_URL = 500
_MOST = 1000
"""Releases of a list that are read."""


class NoReleases(Exception):
    """The answer is not a list of releases."""


def newest(body: bytes, feed: str, current: str) -> Release | None:
    """The newest release in ``body`` (from the address ``feed``) that is newer than ``current``, or None.

    Drafts are left out, and pre-releases too unless ``current`` is one. Raises NoReleases.
    """
    running = Version(current)
    found: list[tuple[Version, Release]] = []
    for one in _releases(body):
        version = _version(one)
        if one.get("draft") is True or version.local is not None:
            continue
        if (version.is_prerelease or one.get("prerelease") is True) and not running.is_prerelease:
            continue
        if version > running:
            page = one.get("html_url", one.get("url"))
            found.append((version, Release(str(version), _safe_page(page, feed))))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _releases(body: bytes) -> Sequence[Mapping[str, object]]:
    try:
        document = parse_json(body)
    except NotJson as error:
        raise NoReleases from error
    listed = document if isinstance(document, list) else [document]
    releases = [one for one in listed[:_MOST] if isinstance(one, dict) and ("tag_name" in one or "version" in one)]
    if listed and not releases:
        raise NoReleases
    return releases


def _version(release: Mapping[str, object]) -> Version:
    text = release.get("tag_name", release.get("version"))
    if not isinstance(text, str) or len(text) > _LONGEST_VERSION:
        raise NoReleases
    try:
        return Version(text)
    except InvalidVersion as error:
        raise NoReleases from error


def _safe_page(page: object, feed: str) -> str:
    """Only a page of the feed's own site is opened from our window: a manipulated list leads nowhere."""
    if not isinstance(page, str) or len(page) > _LONGEST_URL or not page.isascii() or not page.isprintable():
        return ""
    try:
        target, here = urlsplit(page), urlsplit(feed)
        named = target.hostname, here.hostname
    except ValueError:
        return ""
    if target.scheme != "https" or target.username is not None or None in named:
        return ""
    site = here.hostname or ""
    is_same_site = any(same_host(target.hostname or "", one) for one in (site, site.removeprefix("api.")))
    return page if is_same_site else ""
