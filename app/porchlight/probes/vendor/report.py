"""Fetches a vendor's own report: without any credential, bounded, and never a reason to fail. Redirects are followed,
since they carry nothing of ours; the result must still be the feed."""

import asyncio

from porchlight.intake.documents import NotJson
from porchlight.intake.text import SENTENCE, quote
from porchlight.language.english import english, fit_sentence
from porchlight.language.text import Duration, Size, Text, msg
from porchlight.model.ports import Clock
from porchlight.model.status import Outcome, Reason
from porchlight.model.vendor import VendorReport, VendorState
from porchlight.net.exchange import HttpClient, NoReply, Reply
from porchlight.probes.http_reasons import Verdict, is_html, judge_status, unreadable
from porchlight.probes.vendor.formats import Found, atom, salesforce, statuspage, stripe
from porchlight.settings.vendors import Feed, Format
from porchlight.threads import in_thread

BODY_CAP = 2 * 1024 * 1024
_READ_AT_ONCE = 256 * 1024
"""Bytes that are read on the loop; a longer answer goes to a thread."""
_AHEAD_MS = 60_000
"""How far a vendor's clock may be ahead of ours; a beginning beyond that is not trusted."""


async def ask_vendor(feed: Feed, http: HttpClient, clock: Clock, *, time_limit: float) -> VendorReport:
    """The vendor's report, within ``time_limit`` seconds. Raises nothing but the cancellation of its caller."""
    now_ms = clock.now_ms()

    def report(state: VendorState, why: Text | str = "", reason: Reason = Reason.CONTENT) -> VendorReport:
        sentence = fit_sentence(english(why), lambda text: quote(text, SENTENCE))
        return VendorReport(feed.vendor, state, now_ms, page=feed.page, why=sentence, reason=reason)

    if feed.format is Format.NONE:
        return report(VendorState.NOT_PUBLISHED)
    address = feed.address
    if address is None:
        return report(
            VendorState.UNREADABLE,
            msg("Set which instance of {vendor} is yours.", vendor=feed.vendor),
            Reason.CONFIGURATION,
        )
    try:
        async with asyncio.timeout(time_limit):
            accept = {"Accept": "application/atom+xml" if feed.format is Format.ATOM else "application/json"}
            reply = await http.exchange("GET", address, headers=accept, follow_redirects=True, body_cap=BODY_CAP)
    except TimeoutError:
        return report(
            VendorState.UNREADABLE, msg("No answer within {duration}.", duration=Duration(time_limit)), Reason.TIMEOUT
        )
    if isinstance(reply, NoReply):
        return report(VendorState.UNREADABLE, reply.sentence, reply.reason)
    if fault := _unreadable(reply):
        return report(VendorState.UNREADABLE, fault.sentence, fault.reason)
    if len(reply.body) <= _READ_AT_ONCE:
        found = _found(feed, reply, now_ms)
    else:
        found = await in_thread(lambda: _found(feed, reply, now_ms), name=f"word of {feed.vendor}")
    if found is None and (fault := unreadable(reply)):
        return report(VendorState.UNREADABLE, fault.sentence, fault.reason)
    if found is None:
        return report(
            VendorState.UNREADABLE, msg("The answer does not have the form that Porchlight knows of this vendor.")
        )
    if found.severity is Outcome.HEALTHY:
        return report(VendorState.NOTHING)
    since_ms = found.since_ms if found.since_ms is not None and 0 < found.since_ms <= now_ms + _AHEAD_MS else None
    return VendorReport(feed.vendor, VendorState.REPORTS, now_ms, found.what, since_ms, found.severity, feed.page)


def _unreadable(reply: Reply) -> Verdict | None:
    if reply.status == 404:
        sentence = msg("There is no such feed (404). Check the address and the name of the instance.")
        return Verdict(Outcome.UNKNOWN, Reason.CONFIGURATION, sentence)
    if verdict := judge_status(reply):
        return verdict
    if reply.truncated:
        sentence = msg("The answer is larger than {size}.", size=Size(BODY_CAP))
        return Verdict(Outcome.UNKNOWN, Reason.CONTENT, sentence)
    if is_html(reply):
        return Verdict(Outcome.UNKNOWN, Reason.CONTENT, msg("A web page came instead of data."))
    return None


def _found(feed: Feed, reply: Reply, now_ms: int) -> Found | None:
    if feed.format is Format.ATOM:
        return atom(reply.body, now_ms)
    try:
        document = reply.document()
    except NotJson:
        return None
    match feed.format:
        case Format.STATUSPAGE:
            return statuspage(document, feed.parts)
        case Format.SALESFORCE:
            return salesforce(document)
    return stripe(document)
