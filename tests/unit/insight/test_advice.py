"""Every reason has a next step in plain words, of its own kind of thing, that needs neither a command nor a key."""

import re

import pytest

from porchlight.insight.advice import next_step
from porchlight.language.english import english
from porchlight.language.render import Renderer
from porchlight.model.status import Reason
from porchlight.probes.registry import BUILT_IN

_COMMANDS_AND_KEYS = re.compile(
    r"porchlight [a-z]|\bnpm\b|\bsudo\b|\b[a-z]+_[a-z_]+\b|\b[a-z]+\.[a-z]+_|“only”|«only»|\.log\b|\.toml\b|\.md\b"
    r"|\s=\s|kind “|--[a-z]|\bin server\b|\bset (?:every|path)\b|\bwith timeout\b|\bmax_age\b"
)
_VENDORS = frozenset(
    {"blackbaud", "classy", "donorbox", "hubspot", "mailchimp", "mailchimp_transactional", "neon_crm", "paypal"}
    | {"salesforce", "stripe", "stripe_account", "paypal_account", "vendor_status"}
)
_FITS_ONLY = {
    "browser": {"http", "donate_page", "site"},
    "visitors": {"http", "site"},
    "status page": _VENDORS
    | {"donate_page", "gift_pulse", "arrivals", "recurring_gifts", "uptime_kuma", "classy_sync_log"},
    "vendor": _VENDORS | {"donate_page", "gift_pulse", "arrivals", "recurring_gifts", "classy_sync_log"},
    "mail server": {"smtp", "imap"},
    "database": {
        "gift_pulse",
        "arrivals",
        "recurring_gifts",
        "database",
        "classy_sync_freshness",
        "classy_sync_log",
        "audience_drift",
        "disk",
    },
}
"""Words of an advice, and the kinds of components that they say something to."""
_KINDS = ("", "plug-in", *BUILT_IN)
_OF_THIS_COMPUTER = (Reason.OFFLINE, Reason.CAPTIVE_PORTAL)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_next_step_for_every_kind(reason: Reason) -> None:
    for kind in _KINDS:
        step = english(next_step(reason, kind))
        assert step.endswith(".")
        assert step[0].isupper()
        assert "!" not in step


def test_no_advice_holds_a_command_line_or_a_key_of_the_settings() -> None:
    advice = {english(next_step(reason, kind)) for kind in _KINDS for reason in Reason}
    assert [text for text in advice if _COMMANDS_AND_KEYS.search(text)] == []


def test_no_advice_in_spanish_does() -> None:
    write = Renderer("es")
    advice = [next_step(reason, kind) for kind in _KINDS for reason in Reason]
    spanish = {english(text): write(text) for text in advice}
    assert [text for text, translated in spanish.items() if translated == text] == []
    assert [translated for translated in spanish.values() if _COMMANDS_AND_KEYS.search(translated)] == []


@pytest.mark.parametrize("word", _FITS_ONLY)
def test_an_advice_is_of_the_kind_of_thing_that_it_is_given_for(word: str) -> None:
    astray = [
        (kind, reason)
        for kind in _KINDS
        for reason in Reason
        if word in english(next_step(reason, kind)).lower() and kind not in _FITS_ONLY[word]
        if reason not in _OF_THIS_COMPUTER
    ]
    assert astray == []


@pytest.mark.parametrize("kind", ["database", "classy_sync_freshness"])
def test_a_hanging_and_a_locked_database_are_two_things(kind: str) -> None:
    assert "hangs" in english(next_step(Reason.TIMEOUT, kind))
    assert "holds the lock" in english(next_step(Reason.LOCKED, kind))


@pytest.mark.parametrize("kind", sorted(_VENDORS - {"vendor_status"}))
def test_a_vendor_that_cannot_be_reached_is_no_lapsed_domain_of_yours(kind: str) -> None:
    for reason in (Reason.DNS, Reason.UNREACHABLE):
        assert "other sites open" in english(next_step(reason, kind))
    assert "domain may have lapsed" in english(next_step(Reason.DNS, "http"))


def test_an_incomplete_key_is_to_be_copied_again_and_the_audience_is_left_alone() -> None:
    assert "whole key" in english(next_step(Reason.SECRET_MISSING, "mailchimp"))
    assert "audience" not in english(next_step(Reason.SECRET_MISSING, "mailchimp"))
    assert "new key" in english(next_step(Reason.AUTH, "mailchimp"))
