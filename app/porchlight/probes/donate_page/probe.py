"""Kind ``donate_page``: whether a donor who opens the page finds a form that works."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, for_search, quote
from porchlight.language.text import ResponseTime, Size, Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import host_in, is_local_address, is_local_host, require_http_url, shown_address
from porchlight.net.exchange import BODY_CAP, NoReply, Reply
from porchlight.net.host_names import ascii_host
from porchlight.probes.certificate_days import Certificates, certificate_facts, certificate_measures
from porchlight.probes.context import CheckContext
from porchlight.probes.donate_page.addresses import Asked, ask_all, forbidden, judge_all, phrase_verdict
from porchlight.probes.donate_page.browser.watch import BrowserWatch
from porchlight.probes.donate_page.forms import Form, Forms, find_forms, joined
from porchlight.probes.donate_page.habit import Habit, read_habit
from porchlight.probes.donate_page.page import Page, read_page
from porchlight.probes.donate_page.policy import Policies, read_policies
from porchlight.probes.donate_page.vendors import TITLES, FormVendor
from porchlight.probes.hosts import Host
from porchlight.probes.http_reasons import Verdict, judge_status, no_reply, unreadable, unwell
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_settings import CertificateDays, RejectText, VerifyCertificate
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings, Duration
from porchlight.threads import in_thread

_HTTPS_EVERY: Final = 3600.0
"""Seconds between two looks at whether the address without encryption leads to the encrypted one."""
_MUCH_LESS: Final = 0.3
_MUCH_MORE: Final = 4
_MORE_BYTES: Final = 300 * 1024
_MUCH_SLOWER: Final = 5
_SLOW_MS: Final = 4000
_ORDER: Final = (Outcome.ERROR, Outcome.UNKNOWN, Outcome.DEGRADED)


class DonatePageSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "donate_page"``."""

    url: Annotated[
        str,
        Described(msg("Address"), msg("The page on which donors give."), example="https://give.example.org/"),
    ]
    expect_text: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=500)], ...],
        Described(msg("Expected texts"), msg("Each must be on the page."), example=["Donate"]),
    ] = ()
    reject_text: RejectText = ()
    reject_usual: Annotated[
        bool,
        Described(
            msg("Usual failures"),
            msg("Look for what failing pages say, such as “not accepting donations”, in seven languages."),
        ),
    ] = True
    form: Annotated[
        FormVendor | None,
        Described(
            msg("Form"), msg("Whose form must be on the page. Default: the forms found there at the first check.")
        ),
    ] = None
    form_id: Annotated[
        Annotated[str, Field(min_length=1, max_length=100)] | None,
        Described(
            msg("Form's ID"), msg("The ID of the form or campaign that must be on the page."), example="warm-winter"
        ),
    ] = None
    form_hosts: Annotated[
        tuple[Host, ...],
        Described(
            msg("Form's hosts"),
            msg("Hosts that serve your form besides the vendor's, such as a domain of your own."),
            example=["donate.example.org"],
        ),
    ] = ()
    consent: Annotated[
        bool,
        Described(msg("After consent"), msg("The form may wait until the visitor has agreed to cookies.")),
    ] = False
    browser: Annotated[
        bool,
        Described(
            msg("Use a browser"),
            msg(
                "Also open the page in this computer's Edge, Chrome or Chromium, without a window, and look for the "
                "form. Nothing is typed or sent."
            ),
        ),
    ] = False
    browser_every: Annotated[
        Duration,
        Field(ge=60),
        Described(msg("Browser every"), msg("How often the browser opens the page while it is well."), example="15m"),
    ] = 900.0
    certificate_days: CertificateDays = None
    verify: VerifyCertificate = True

    @field_validator("url")
    @classmethod
    def _url_is_plain(cls, value: str) -> str:
        return require_http_url(value)


@dataclass(frozen=True, slots=True)
class _Read:
    """The page as it was read."""

    page: Page
    forms: Forms
    policies: Policies
    url: str
    canonical: str


class DonatePageProbe:
    """Gets the page, then what its forms load."""

    def __init__(self, component: Component, settings: DonatePageSettings) -> None:
        self._settings = settings
        self._habit = Habit()
        self._https_at: float | None = None
        self._unencrypted: Verdict | None = None
        self._watch = BrowserWatch(settings.browser_every)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings = self._settings
        if ctx.position is not None:
            self._habit = read_habit(ctx.position)
        reply = await ctx.http.exchange(
            "GET", settings.url, follow_redirects=True, verify=settings.verify, body_cap=BODY_CAP
        )
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if verdict := judge_status(reply) or unreadable(reply):
            return unwell(ctx, verdict, reply, measures=_measures(ctx, reply), details=certificate_facts(reply.tls))
        async with ctx.digesting:
            read = await in_thread(lambda: self._read(reply), name=f"page {ctx.component.id}")
        of_page = self._of_page(read)
        if of_page and of_page[0].outcome is Outcome.UNKNOWN:
            return unwell(ctx, of_page[0], reply, measures=_measures(ctx, reply))
        asked = await ask_all(ctx, read.url, read.forms, read.policies, settings.verify)
        found = [
            *of_page,
            *forbidden(read.forms, read.policies, read.url),
            *await judge_all(ctx, asked, read.url, settings.reject_text, settings.reject_usual),
            *self._of_forms(read, whole=not (reply.truncated or read.page.cut)),
        ]
        found += await self._in_browser(ctx, read, found)
        found += [*self._of_habit(read, reply, asked), *await self._of_encryption(ctx, read, reply)]
        return self._result(ctx, reply, read, asked, found)

    async def close(self) -> None:
        """See Probe."""

    def _read(self, reply: Reply) -> _Read:
        page = read_page(reply.text())
        # The address of the last hop comes without its query; where nothing redirected, ours has it.
        url = reply.url if reply.redirects else self._settings.url
        policies = read_policies(url, reply.headers.get("content-security-policy", ""), page.policies)
        canonical = host_in(joined(url, page.canonical))
        return _Read(page, find_forms(page, url, self._settings.form_hosts), policies, url, canonical)

    def _of_page(self, read: _Read) -> list[Verdict]:
        settings, page = self._settings, read.page
        found = phrase_verdict(page.text, page.title, settings.reject_text, settings.reject_usual)
        if found is None or (found.outcome is Outcome.UNKNOWN and read.forms.forms):  # no wall: the form came through
            return []
        return [found]

    def _of_forms(self, read: _Read, *, whole: bool) -> list[Verdict]:
        """What of the page is missing. ``whole``: it was read to its end."""
        settings, forms, page = self._settings, read.forms, read.page
        found: list[Verdict] = []
        if not settings.browser:
            found += _missing(settings.expect_text, page.text, page.title)
        if whole and (verdict := self._expected(forms.forms)):
            found.append(verdict)
        if forms.in_test_mode:
            found.append(_error(msg("Stripe is in test mode on this page: no gift is charged.")))
        if not settings.consent:
            waiting = [one for one in forms.forms if one.after_consent]
            found += [
                _degraded(
                    msg(
                        "The {form} form waits for consent to cookies: donors who decline never see it.",
                        form=TITLES[one.vendor],
                    )
                )
                for one in waiting[:1]
            ]
        return found

    def _expected(self, forms: Sequence[Form]) -> Verdict | None:
        """The verdict on a form that should be there: by the settings, else by what was there before."""
        settings = self._settings
        if settings.form is not None or settings.form_id is not None:
            of_vendor = [one for one in forms if settings.form in (None, one.vendor)]
            if any(settings.form_id in (None, one.id) for one in of_vendor):
                return None
            vendor = TITLES[settings.form] if settings.form is not None else ""
            wanted = f"{vendor} {settings.form_id or ''}".strip()
            if not of_vendor or not wanted:
                return _error(_gone(wanted))
            return _error(
                msg("The form should be {wanted}. The page has {found}.", wanted=wanted, found=of_vendor[0].shown)
            )
        known, keys = self._habit.forms, {one.key for one in forms}
        gone = [key for key in known if key not in keys]
        new = [one for one in forms if one.key not in known]
        if not gone:
            return None
        if not forms:
            return _error(_gone(_shown(gone[0])))
        if not new:
            return _degraded(_gone(_shown(gone[0])))
        before, now = _shown(gone[0]), new[0].shown
        if not before or not now:
            return _degraded(_gone(before))
        return _degraded(msg("The form changed from {before} to {now}.", before=before, now=now))

    async def _in_browser(self, ctx: CheckContext, read: _Read, found: Sequence[Verdict]) -> list[Verdict]:
        settings = self._settings
        if not settings.browser:
            return []
        button = bool(read.forms.forms) and all(one.opens for one in read.forms.forms)
        rendering = await self._watch.rendering(ctx, settings.url, button_is_enough=button, unwell=bool(found))
        if isinstance(rendering, Text):
            return [Verdict(Outcome.UNKNOWN, Reason.UNAVAILABLE, rendering)]
        seen = rendering.seen
        if seen.failed:
            sentence = msg("{browser} cannot open the page ({error}).", browser=rendering.browser, error=seen.failed)
            return [Verdict(Outcome.ERROR, Reason.CONTENT, sentence)]
        verdicts = _missing(settings.expect_text, f"{read.page.text} {seen.text}", seen.title)
        if verdict := phrase_verdict(seen.text, seen.title, settings.reject_text, settings.reject_usual):
            verdicts.append(verdict)
        elif not seen.shows_form(button):
            sentence = msg("{browser} shows no form with an amount on the page.", browser=rendering.browser)
            verdicts.append(_error(sentence))
        return verdicts

    def _of_habit(self, read: _Read, reply: Reply, asked: Sequence[Asked]) -> list[Verdict]:
        habit, found = self._habit, []
        size, usual = len(reply.body), habit.usual_size
        if usual is not None and size < _MUCH_LESS * usual:
            text = msg("The page has only {size}; usually it has {usual}.", size=Size(size), usual=Size(usual))
            found.append(_degraded(text))
        elif usual is not None and size > _MUCH_MORE * usual and size > usual + _MORE_BYTES:
            text = msg("The page has grown to {size}; usually it has {usual}.", size=Size(size), usual=Size(usual))
            found.append(_degraded(text))
        taken, usually = _taken_ms(reply, asked), habit.usual_time
        if usually is not None and taken > _SLOW_MS and taken > _MUCH_SLOWER * usually:
            text = msg(
                "The page and its form took {time}; usually they take {usual}.",
                time=ResponseTime(taken * 1000),
                usual=ResponseTime(usually * 1000),
            )
            found.append(Verdict(Outcome.DEGRADED, Reason.SLOW, text))
        host = _host(read.url)
        if habit.host and not _alike(host, habit.host):
            text = msg(
                "The address now leads to {host}; before, it led to {before}.",
                host=quote(host, NAME),
                before=habit.host,
            )
            found.append(_degraded(text))
        if habit.host and habit.canonical and read.canonical and not _alike(read.canonical, habit.canonical):
            text = msg(
                "The page now names {host} as its canonical address; before, it was {before}.",
                host=quote(read.canonical, NAME),
                before=habit.canonical,
            )
            found.append(_degraded(text))
        return found

    async def _of_encryption(self, ctx: CheckContext, read: _Read, reply: Reply) -> list[Verdict]:
        host = host_in(read.url)
        if is_local_host(host):
            found: list[Verdict] = []
        elif read.url.startswith("http:"):
            found = [_degraded(msg("The page is not encrypted: browsers warn donors about it."))]
        else:
            now = time.monotonic()
            if self._https_at is None or now - self._https_at > _HTTPS_EVERY:
                self._unencrypted = await self._plain_address(ctx, read.url)
                self._https_at = now
            found = [self._unencrypted] if self._unencrypted else []
        judged = Certificates({}).judged(host, reply.tls, self._settings.certificate_days, ctx.began_ms)
        if judged.soon is not None:
            found.append(Verdict(Outcome.DEGRADED, Reason.CERTIFICATE_EXPIRING, judged.soon))
        return found

    async def _plain_address(self, ctx: CheckContext, url: str) -> Verdict | None:
        parts = urlsplit(url)
        if parts.port not in (None, 443):
            return None
        plain = parts._replace(scheme="http", netloc=parts.hostname or "", query="", fragment="").geturl()
        try:
            async with asyncio.timeout(ctx.component.timeout * 0.2):
                reply = await ctx.http.exchange("HEAD", plain, follow_redirects=True, verify=self._settings.verify)
        except TimeoutError:
            return None
        if isinstance(reply, NoReply) or not 200 <= reply.status < 300 or not reply.url.startswith("http:"):
            return None
        return _degraded(msg("The page also opens without encryption, at {address}.", address=quote(plain, 120)))

    def _result(
        self, ctx: CheckContext, reply: Reply, read: _Read, asked: Sequence[Asked], found: Sequence[Verdict]
    ) -> Result:
        measures = _measures(ctx, reply) | {
            "forms": Measure(len(read.forms.forms), Unit.COUNT),
            "form_time": Measure(_taken_ms(reply, asked), Unit.MILLISECONDS),
        }
        details = {**certificate_facts(reply.tls)}
        if read.forms.forms:
            details["form"] = quote(", ".join(filter(None, (one.shown for one in read.forms.forms))), 300)
        closed = [one for one in asked if not one.is_open]
        if closed:
            details["not_checked"] = quote(", ".join(shown_address(one.address.url) for one in closed), 300)
        worst = next((one for outcome in _ORDER for one in found if one.outcome is outcome), None)
        others = [one.sentence for one in found if one is not worst]
        if others:
            details["also"] = _joined(others)
        position = self._learn(ctx, reply, read, asked, worst)
        if worst is not None:
            result = unwell(ctx, worst, reply, measures=measures, details=details)
            return replace(result, position=position)
        return ctx.healthy(
            _well(read.forms.forms),
            measures=measures,
            phases=reply.phases,
            details=details,
            position=position,
            duration_us=reply.duration_us,
            authentic=bool(read.forms.forms),
        )

    def _learn(
        self, ctx: CheckContext, reply: Reply, read: _Read, asked: Sequence[Asked], worst: Verdict | None
    ) -> str | None:
        """What is usual now, where that is another than before; an error teaches nothing."""
        if worst is not None and worst.outcome is not Outcome.DEGRADED:
            return None
        keys = [one.key for one in read.forms.forms]
        taken = _taken_ms(reply, asked)
        learned = self._habit.learned(
            keys, _host(read.url), read.canonical, len(reply.body), taken, ctx.clock.now_ms()
        )
        if learned == self._habit:
            return None
        self._habit = learned
        return learned.stored()


def _measures(ctx: CheckContext, reply: Reply) -> dict[str, Measure]:
    size = {"size": Measure(len(reply.body), Unit.BYTES)}
    return size | dict(certificate_measures(reply.tls, ctx.clock.now_ms()))


def _taken_ms(reply: Reply, asked: Sequence[Asked]) -> int:
    """The page, and then the slowest part of its forms."""
    slowest = max((sum(one.answer.phases.values()) for one in asked), default=0)
    return round((reply.duration_us + slowest) / 1000)


def _missing(wanted: Sequence[str], text: str, title: str) -> list[Verdict]:
    plain = for_search(f"{title} {text}") if wanted else ""
    missing = next((one for one in wanted if for_search(one) not in plain), None)
    return [] if missing is None else [_error(msg("The text “{text}” is missing.", text=quote(missing, 80)))]


def _gone(shown: str) -> Text:
    if shown:
        return msg("The form {form} is no longer on the page.", form=shown)
    return msg("The donation form is no longer on the page.")


def _shown(key: str) -> str:
    """A form that is no longer there, for people."""
    vendor, _, number = key.partition(":")
    titles: Mapping[str, str] = {one.value: title for one, title in TITLES.items()}
    return f"{titles.get(vendor, vendor)} {number}".strip()


def _well(forms: Sequence[Form]) -> Text:
    if not forms:
        return msg("The page opens. No form that Porchlight knows is on it.")
    if forms[0].vendor is FormVendor.PAGE:
        return msg("The page opens with its donation form.")
    return msg("The page opens with its form: {form}.", form=forms[0].shown)


def _joined(sentences: Sequence[Text | str]) -> str:
    from porchlight.language.english import english

    return quote(" ".join(english(one) for one in sentences), 800)


def _error(sentence: Text) -> Verdict:
    return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)


def _degraded(sentence: Text) -> Verdict:
    return Verdict(Outcome.DEGRADED, Reason.CONTENT, sentence)


def _host(url: str) -> str:
    return ascii_host(host_in(url))


def _alike(one: str, other: str) -> bool:
    """Whether two hosts are the same but for ``www.``."""
    return one.removeprefix("www.") == other.removeprefix("www.")


KIND = ProbeKind(
    name="donate_page",
    title=msg("Donation page"),
    group=KindGroup.GIFTS,
    summary=msg("The page as a donor gets it: its texts, its form, and everything that the form loads."),
    measures={
        "size": Measured(msg("Size"), Unit.BYTES),
        "forms": Measured(msg("Forms"), Unit.COUNT),
        "form_time": Measured(msg("Page and form"), Unit.MILLISECONDS),
        "certificate_days": Measured(msg("Certificate"), Unit.DAYS),
    },
    advice={
        Reason.CONTENT: msg(
            "Open the page in a private window and try to give. If you can't, send this message to whoever runs the "
            "page, and link to your form directly until it is fixed."
        ),
        Reason.TIMEOUT: msg(
            "Open the page in a browser. If it hangs there too, tell whoever runs it; if only the form hangs, check "
            "the form vendor's status page."
        ),
        Reason.TLS: msg("Ask whoever runs the page to fix the certificate: donors see a warning now."),
        Reason.UNAVAILABLE: msg(
            "Install Edge, Chrome or Chromium for the user that Porchlight runs as, or turn the browser off in the "
            "component's settings."
        ),
        Reason.HTTP_STATUS: msg(
            "Open it in a browser, then tell whoever runs it when it happened and what it answered."
        ),
    },
    notes=KindNotes(
        calls=(
            "one GET of your page, one of each script and frame of its form (eight at most), a HEAD of its address"
            " without encryption once an hour; with `browser`, the page in an installed browser, in a fresh profile"
        ),
        never=(
            "typing, clicking, sending a form; scripts that are not the form's; addresses of the local network, for a"
            " page that is not on it"
        ),
        red_light=msg(
            "Turns red when the page says that it takes no gifts, when its form is gone, when something keeps the"
            " form from loading, or when no form is visible in the browser."
        ),
        simulator="porchlight.demo.donate_page",
        real="Chromium",
    ),
    settings=DonatePageSettings,
    build=DonatePageProbe,
    timeout=30.0,
    is_local=lambda settings: is_local_address(settings.url),
    address=lambda settings: shown_address(settings.url),
)
