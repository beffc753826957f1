"""Answers of vendors with one field that no document of theirs has: no check fails, shows what nobody should see, or
calls well what it could not read."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from porchlight.demo.classy import ClassySimulator
from porchlight.demo.faults import Fault
from porchlight.demo.gifts import Gifts
from porchlight.demo.http_server import Answer, Request, Simulator, SimulatorServer
from porchlight.demo.paypal_account import PayPalAccountSimulator
from porchlight.demo.rdap import RdapSimulator
from porchlight.demo.stripe import StripeSimulator
from porchlight.demo.stripe_account import StripeAccountSimulator
from porchlight.intake.text import has_controls
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.registration import services_of
from tests.hostile.bending import ODD, Bent, Place, places_in
from tests.integration.probes.dns_server import DnsSimulator, serving
from tests.integration.probes.services import PAYPAL_ACCOUNT, STRIPE_ACCOUNT
from tests.integration.probes.test_gift_pulse import in_classy, in_stripe
from tests.integration.probes.test_site import served
from tests.support import Checker

pytestmark = pytest.mark.anyio

_LOOKS: dict[str, Any] = dict.fromkeys(("verified", "disputes", "withheld", "payments", "webhooks"), True) | {
    "partner_id": "PLATFORM1A2B3",
    "merchant_id": "YOURS4C5D6E7F",
}
_ASKED = {
    "past_due": ["company.tax_id"],
    "currently_due": ["company.tax_id", "company.name"],
    "disabled_reason": "requirements.past_due",
    "current_deadline": 1_796_000_000,
    "errors": [{"code": "invalid_tax_id", "reason": "x", "requirement": "company.tax_id"}],
}
_SHARE = 0.2


def _domain(url: str, _: Any) -> Checker:
    return Checker({"kind": "domain", "domain": "example.org", "base_url": url, "server": _domain_server[0]})


_domain_server = [""]


@dataclass(frozen=True)
class Look:
    """One answer of a vendor, and who asks for it."""

    path: str
    """The beginning of its path."""
    simulator: Callable[[], Simulator]
    checker: Callable[[str, Any], Checker]
    evidence: tuple[Place, ...] = ()
    """Where, if anything else stands there, it cannot be said that all is well."""


def _stripe(url: str, simulator: Any) -> Checker:
    return STRIPE_ACCOUNT.checker(url, simulator, webhooks=True, payments=True)


def _paypal(url: str, simulator: Any) -> Checker:
    return PAYPAL_ACCOUNT.checker(url, simulator, **_LOOKS)


LOOKS = {
    "stripe: stopped": Look(
        "/v1/account",
        lambda: StripeAccountSimulator(charges_enabled=False, payouts_enabled=False, requirements=_ASKED),
        _stripe,
    ),
    "stripe: well": Look(
        "/v1/account",
        StripeAccountSimulator,
        _stripe,
        (("charges_enabled",), ("payouts_enabled",)),
    ),
    "stripe: webhook off": Look(
        "/v1/webhook_endpoints",
        lambda: StripeAccountSimulator(webhooks=("enabled", "disabled")),
        _stripe,
        (("data", 1), ("data", 1, "status")),
    ),
    "stripe: failing payments": Look(
        "/v1/charges/search", lambda: StripeAccountSimulator(failed=200), _stripe, (("total_count",),)
    ),
    "paypal: token": Look("/v1/oauth2/token", PayPalAccountSimulator, _paypal, (("access_token",),)),
    "paypal: not verified": Look(
        "/v1/identity", lambda: PayPalAccountSimulator(verified="false"), _paypal, (("verified_account",),)
    ),
    "paypal: disputes": Look(
        "/v1/customer/disputes",
        lambda: PayPalAccountSimulator(dues=("2026-12-30T00:00:00Z",)),
        _paypal,
        (("items", 0), ("items", 0, "seller_response_due_date")),
    ),
    "paypal: money held": Look(
        "/v1/reporting/balances",
        lambda: PayPalAccountSimulator(withheld=("5.00",)),
        _paypal,
        (("balances", 0, "withheld_balance", "value"),),
    ),
    "paypal: payments": Look(
        "/v1/reporting/transactions", lambda: PayPalAccountSimulator(denied=170), _paypal, (("total_items",),)
    ),
    "paypal: events off": Look(
        "/v1/notifications",
        lambda: PayPalAccountSimulator(event_states=("DISABLED",)),
        _paypal,
        (("webhooks", 0, "event_types", 0),),
    ),
    "paypal: not paid": Look(
        "/v1/customer/partners",
        lambda: PayPalAccountSimulator(seller={"payments_receivable": False}),
        _paypal,
        (("payments_receivable",),),
    ),
    "registry": Look(
        "/domain/",
        lambda: RdapSimulator(statuses=("client hold",)),
        _domain,
        (("status",), ("events", 1, "eventDate")),
    ),
    "pulse in classy": Look("/2.0/organizations", lambda: ClassySimulator(gifts=Gifts()), in_classy, (("total",),)),
    "pulse in stripe": Look(
        "/v1/charges/search", lambda: StripeSimulator(gifts=Gifts()), in_stripe, (("total_count",),)
    ),
}
_MEANS_WELL = {"true", "a list", "null"}
"""What may stand there and say that all is well, or nothing: ``true``, no entries, no date."""


def _assert_fit(result: Result) -> None:
    assert result.reason is not Reason.INTERNAL
    texts = [result.sentence, *map(str, result.details.values())]
    texts += [text for part in result.sub_results for text in (part.name, part.sentence or "")]
    assert not any(has_controls(text) for text in texts), texts
    assert all(len(text) <= 1000 for text in texts)
    assert all(measure.value == measure.value for measure in result.measures.values())


def _is_well(result: Result) -> bool:
    return all(one is Outcome.HEALTHY for one in (result.outcome, *(part.outcome for part in result.sub_results)))


@pytest.mark.parametrize("name", LOOKS)
async def test_whatever_stands_in_a_field_the_check_ends_in_a_fit_result(name: str) -> None:
    """Of all places and odd values a part, drawn by chance with the same seed each time; all where something that is
    not well must not be called well."""
    look = LOOKS[name]
    simulator = look.simulator()
    bent = Bent(simulator, lambda request: request.path.startswith(look.path))
    chance = random.Random(name)
    async with serving(DnsSimulator(zone="example.org. 300 IN NS ns1.kind.test.\n")) as names:
        _domain_server[0] = f"127.0.0.1:{names.port}"
        async with SimulatorServer(bent) as server:
            first = await _once(look, server.url, simulator)
            assert bent.documents, "the answer was not asked for"
            pairs = [(place, odd) for place in places_in(bent.documents[-1]) for odd in ODD]
            for bent.place, odd in pairs:
                wanted = bent.place in look.evidence and odd not in _MEANS_WELL
                if not wanted and chance.random() > _SHARE:
                    continue
                bent.odd = ODD[odd]
                result = await _once(look, server.url, simulator)
                _assert_fit(result)
                if wanted:
                    assert not _is_well(result), (bent.place, odd)
            assert first.outcome is not Outcome.UNKNOWN


async def _once(look: Look, url: str, simulator: Any) -> Result:
    checker = look.checker(url, simulator)
    try:
        return await checker()
    finally:
        await checker.close()


_JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "whole",
    [
        Answer(200, b"", _JSON),
        Answer(200, b'{"a": "' + b"x" * 10_000_000 + b'"}', _JSON),
        Answer(200, b"[" * 5_000_000, _JSON),
        Answer(200, b'{"a":' * 100_000 + b"1" + b"}" * 100_000, _JSON),
        Answer(200, b"\xff\xfe\x00", _JSON),
        Answer(204, b"", {}),
        Answer(302, b"", {"Location": "http://127.0.0.1:9/elsewhere"}),
        Answer(302, b"", {"Location": "file:///etc/passwd"}),
        Answer(302, b"", {"Location": ""}),
        Answer(500, b"\x1b[2J\x07" * 1000, {"Content-Type": "text/plain"}),
        Answer(429, b"", {"Retry-After": "9" * 300}),
    ],
    ids=lambda whole: f"{whole.status} {whole.body[:8]!r} {len(whole.body)}",
)
@pytest.mark.parametrize("name", sorted(LOOKS))
async def test_whatever_comes_instead_of_an_answer_it_is_not_called_well(name: str, whole: Answer) -> None:
    look = LOOKS[name]
    simulator = look.simulator()
    bent = Bent(simulator, lambda request: request.path.startswith(look.path))
    bent.whole = whole
    async with serving(DnsSimulator(zone="")) as names, SimulatorServer(bent) as server:
        _domain_server[0] = f"127.0.0.1:{names.port}"
        result = await _once(look, server.url, simulator)
    _assert_fit(result)
    assert not _is_well(result)


@dataclass
class _Always:
    """Implements Simulator: one answer to everything."""

    answered: Answer

    def answer(self, request: Request) -> Answer:
        return self.answered

    def refuse(self, fault: Fault) -> Answer | None:
        return None


@pytest.mark.parametrize(
    "whole",
    [
        Answer(200, b""),
        Answer(200, b"x" * 10_000_000, {"Content-Type": "text/html"}),
        Answer(200, b"<" * 300_000, {"Content-Type": "text/html"}),
        Answer(200, b"ok", {"Strict-Transport-Security": "max-age=" + "9" * 3000}),
        Answer(200, b"ok", {"Strict-Transport-Security": 'max-age="\u00b2"; \u202e'.encode().decode("latin-1")}),
        Answer(302, b"", {"Location": "http://127.0.0.1:9/"}),
        Answer(302, b"", {"Location": "https://" + "a." * 3000 + "test/"}),
        Answer(302, b"", {"Location": "https://[::1/"}),
        Answer(302, b"", {"Location": "//\x7f@evil.test:99999/"}),
        Answer(302, b"", {"Location": "javascript:alert(1)"}),
        Answer(302, b"", {}),
        Answer(999, b"\x1b[2J"),
    ],
    ids=lambda whole: f"{whole.status} {str(whole.headers)[:40]} {len(whole.body)}",
)
async def test_a_site_that_answers_anything(tmp_path: Path, whole: Answer) -> None:
    async with served(tmp_path) as it:
        it.secure.simulator = it.plain.simulator = _Always(whole)
        _assert_fit(await it.check())


def test_a_list_of_registries_of_another_form_is_empty() -> None:
    odd: list[Any] = [None, 5, "x", {}, [5], [[]], [[1, 2]], [[["org"], [5, "http://a.test"]]]]
    for services in odd:
        assert services_of({"services": services}) == {}
