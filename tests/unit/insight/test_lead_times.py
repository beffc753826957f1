"""How much earlier than a vendor's status page a failure was noticed."""

from porchlight.insight.lead_times import LeadTime, lead_times, median_ahead
from porchlight.model.incident import Incident
from porchlight.model.status import Reason, Status
from porchlight.model.vendor import Vendors

MINUTE = 60_000
VENDORS = Vendors(
    {"classy": "GoFundMe Pro", "form": "GoFundMe Pro", "mailchimp": "Mailchimp"}, {"page": "GoFundMe Pro"}
)


def _incident(component: str, began: int, ended: int | None, reason: Reason = Reason.TIMEOUT) -> Incident:
    ended_ms = None if ended is None else ended * MINUTE
    return Incident(f"{component}-{began}", component, began * MINUTE, Status.ERROR, reason, "", (), ended_ms)


def _found(*incidents: Incident) -> list[LeadTime]:
    by_component: dict[str, list[Incident]] = {}
    for one in incidents:
        by_component.setdefault(one.component, []).append(one)
    return lead_times(by_component, VENDORS, 10_000 * MINUTE)


def test_the_page_came_a_quarter_of_an_hour_later() -> None:
    (found,) = _found(_incident("classy", 100, 160), _incident("form", 103, 158), _incident("page", 115, 170))
    assert (found.vendor, found.component, found.ahead) == ("GoFundMe Pro", "classy", 15 * 60)


def test_the_page_was_first() -> None:
    (found,) = _found(_incident("form", 100, 160), _incident("page", 90, 170))
    assert found.ahead == -600


def test_a_page_that_says_nothing_is_not_counted_as_late() -> None:
    found = _found(_incident("classy", 100, 110), _incident("page", 1000, 1010))
    assert [one.posted_ms for one in found] == [None]
    assert median_ahead(found) is None


def test_a_revoked_key_or_our_own_network_is_no_failure_of_the_vendor() -> None:
    assert _found(_incident("classy", 100, 160, Reason.AUTH), _incident("form", 100, 160, Reason.OFFLINE)) == []


def test_without_a_watched_page_there_is_nothing_to_compare() -> None:
    assert _found(_incident("mailchimp", 100, 160)) == []


def test_one_failure_that_lasts_is_one_and_the_newest_is_first() -> None:
    found = _found(
        _incident("classy", 100, 130),
        _incident("page", 110, 130),
        _incident("form", 2000, None),
        _incident("classy", 2005, 2010),
        _incident("page", 2030, None),
    )
    assert [one.ahead for one in found] == [30 * 60, 10 * 60]
    assert median_ahead(found) == 20 * 60
