"""What the addresses of a page's forms answer, and what the page's own rules make of them."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, for_search, quote
from porchlight.language.english import english
from porchlight.language.text import Text, msg
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import host_in, is_local_host, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.donate_page.forms import Address, Forms, Part
from porchlight.probes.donate_page.page import Element, read_page
from porchlight.probes.donate_page.phrases import Sort, found_phrase
from porchlight.probes.donate_page.policy import Policies, refused_framing
from porchlight.probes.donate_page.vendors import SIGNS, TITLES, FormVendor
from porchlight.probes.http_reasons import Verdict, is_bot_wall, is_html, status_phrase
from porchlight.threads import in_thread

_MOST: Final = 8
"""Addresses of one page that are asked at each check."""
_SCRIPT_CAP: Final = 64 * 1024
_FRAME_CAP: Final = 512 * 1024
_SHARE: Final = 0.4
"""Of the component's time limit, for each of them; they are asked at the same time."""
_NOT_FOR_PROGRAMS: Final = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.NOT_ACCEPTABLE,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""What vendors answer to programs and not to browsers: it says nothing about donors."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An address of a form and what it answered."""

    vendor: FormVendor
    address: Address
    answer: Reply | NoReply

    @property
    def is_open(self) -> bool:
        """Whether the answer says how donors fare."""
        reply = self.answer
        return isinstance(reply, NoReply) or not (reply.status in _NOT_FOR_PROGRAMS or is_bot_wall(reply))


async def ask_all(ctx: CheckContext, page_url: str, forms: Forms, policies: Policies, verify: bool) -> list[Asked]:
    """Ask each script and each frame of the forms, with GET. An address on the local network is not asked for a page
    that is not on it."""
    wanted: list[tuple[FormVendor, Address]] = []
    urls: set[str] = set()
    for vendor, address in forms.addresses:
        if address.part is not Part.ACTION and address.url not in urls and len(wanted) < _MOST:
            urls.add(address.url)
            wanted.append((vendor, address))
    within = ctx.component.timeout * _SHARE

    async def ask(vendor: FormVendor, address: Address) -> Asked:
        url, host = address.url, host_in(address.url)
        if is_local_host(host) and not is_local_host(host_in(page_url)):
            problem = msg("{host} is in a private network.", host=quote(host, NAME))
            return Asked(vendor, address, NoReply(Reason.CONTENT, english(problem)))
        if policies.upgrades and url.startswith("http:"):
            url = f"https:{url.removeprefix('http:')}"
        cap = _FRAME_CAP if address.part is Part.FRAME else _SCRIPT_CAP
        try:
            async with asyncio.timeout(within):
                reply = await ctx.http.exchange("GET", url, follow_redirects=True, verify=verify, body_cap=cap)
        except TimeoutError:
            reply = NoReply(Reason.TIMEOUT, english(msg("{host} did not answer.", host=quote(host, NAME))))
        return Asked(vendor, address, reply)

    return list(await asyncio.gather(*(ask(*one) for one in wanted)))


def forbidden(forms: Forms, policies: Policies, page_url: str) -> list[Verdict]:
    """What the page itself keeps browsers from loading."""
    found = [_blocked(vendor, name, "") for vendor, one in forms.inline if (name := _inline(policies, one))]
    secure = page_url.startswith("https:")
    for vendor, address in forms.addresses:
        if secure and address.part is not Part.ACTION and address.url.startswith("http:") and not policies.upgrades:
            sentence = msg(
                "Browsers block the {form} form: the page is encrypted, and {address} is not.",
                form=TITLES[vendor],
                address=_shown(address.url),
            )
            found.append(Verdict(Outcome.ERROR, Reason.CONTENT, sentence))
            continue
        if name := _forbids(policies, address):
            found.append(_blocked(vendor, name, address.url))
        if address.sandbox is not None and (lacks := _lacking(address.sandbox)):
            sentence = msg(
                "The frame of the {form} form does not have {permission}.", form=TITLES[vendor], permission=lacks
            )
            found.append(Verdict(Outcome.ERROR, Reason.CONTENT, sentence))
    for vendor in {vendor for vendor, _ in (*forms.addresses, *forms.inline)}:
        signs = SIGNS[vendor]
        for directive, origin in (("frame-src", signs.injects), ("connect-src", signs.calls)):
            if origin and (name := policies.forbids(directive, f"{origin}/")):
                found.append(_blocked(vendor, name, origin))
    return found


def judged(asked: Asked, page_url: str, reject: Sequence[str], usual: bool) -> Verdict | None:
    """The verdict on one answer; None where it is well, or says nothing. Slow for a long frame: see ``judge_all``."""
    reply, address, title = asked.answer, asked.address, TITLES[asked.vendor]
    if isinstance(reply, NoReply):
        sentence = msg("The {form} form cannot be loaded. {problem}", form=title, problem=reply.sentence)
        return Verdict(Outcome.ERROR, reply.reason, sentence)
    if not asked.is_open:
        return None
    if not 200 <= reply.status < 300:
        answer = f"{reply.status} {status_phrase(reply.status)}".rstrip()
        sentence = msg(
            "The {form} form cannot be loaded: {address} answered {answer}.",
            form=title,
            address=_shown(address.url),
            answer=answer,
        )
        return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)
    if address.part is Part.SCRIPT:
        if is_html(reply) or not reply.body.strip():
            sentence = msg("{address} sent no script for the {form} form.", form=title, address=_shown(address.url))
            return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)
        return None
    if header := refused_framing(reply.headers, reply.url, page_url):
        sentence = msg(
            "The {form} form does not let this page show it ({header}).", form=title, header=quote(header, 80)
        )
        return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)
    page = read_page(reply.text())
    return phrase_verdict(page.text, page.title, reject, usual, form=title)


async def judge_all(
    ctx: CheckContext, asked: Sequence[Asked], page_url: str, reject: Sequence[str], usual: bool
) -> list[Verdict]:
    """The verdicts on all answers, away from the loop."""
    if not asked:
        return []
    async with ctx.digesting:
        return await in_thread(
            lambda: [verdict for one in asked if (verdict := judged(one, page_url, reject, usual))],
            name=f"form {ctx.component.id}",
        )


def phrase_verdict(text: str, title: str, reject: Sequence[str], usual: bool, *, form: str = "") -> Verdict | None:
    """The verdict on what a page, or the form in it, says; None where it says nothing of the sort."""
    phrase = found_phrase(text, title) if usual else None
    if phrase is not None and phrase.sort is Sort.WALL:
        return None if form else wall()
    if phrase is not None:
        quoted = phrase.text
    else:
        plain = for_search(f"{title} {text}") if reject else ""
        quoted = next((one for one in reject if for_search(one) in plain), "")
    if not quoted:
        return None
    sentence = msg("The page says “{text}”.", text=quote(quoted, 100))
    if form:
        sentence = msg("The {form} form says “{text}”.", form=form, text=quote(quoted, 100))
    return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)


def wall() -> Verdict:
    """The verdict on a bot protection in place of the page."""
    return Verdict(Outcome.UNKNOWN, Reason.BOT_PROTECTION, msg("A bot protection in front of it blocked this check."))


def _inline(policies: Policies, script: Element) -> str:
    return policies.forbids_inline(script.code, script.get("nonce"))


def _forbids(policies: Policies, address: Address) -> str:
    match address.part:
        case Part.SCRIPT:
            return policies.forbids_script(
                address.url, nonce=address.nonce, integrity=address.integrity, injected=address.injected
            )
        case Part.FRAME:
            return policies.forbids("frame-src", address.url)
        case Part.ACTION:
            return policies.forbids("form-action", address.url)


def _blocked(vendor: FormVendor, directive: str, url: str) -> Verdict:
    sentence: Text = msg(
        "The page's Content-Security-Policy ({directive}) blocks the {form} form.",
        directive=directive,
        form=TITLES[vendor],
    )
    if url:
        sentence = msg(
            "The page's Content-Security-Policy ({directive}) blocks the {form} form from {host}.",
            directive=directive,
            form=TITLES[vendor],
            host=quote(host_in(url), NAME),
        )
    return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)


def _lacking(sandbox: str) -> str:
    allowed = sandbox.lower().split()
    return next((one for one in ("allow-scripts", "allow-forms") if one not in allowed), "")


def _shown(url: str) -> str:
    return quote(shown_address(url), 120)
