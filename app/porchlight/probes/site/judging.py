"""What the answers of a site's names mean for its visitors. Pure, and slow for a long page."""

from collections.abc import Iterator, Sequence

from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, quote
from porchlight.language.text import Text, msg
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import host_in, is_local_host
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.donate_page.forms import joined
from porchlight.probes.donate_page.page import read_page
from porchlight.probes.http_reasons import Verdict, is_html, judge_status
from porchlight.probes.site.names import WWW, Site, are_twins, bare
from porchlight.probes.site.walk import Walk, goes_round

_WARNINGS = frozenset({Reason.TLS, Reason.CERTIFICATE_CHAIN})
"""Reasons for which browsers show a warning, and no page."""


@dataclass(frozen=True, slots=True)
class Found:
    """Of one name."""

    host: str
    verdicts: tuple[Verdict, ...]


def judge(site: Site, walks: Sequence[Walk], *, single_name: bool) -> list[Found]:
    """What is found of each name. ``single_name``: whether each has to redirect to the site's own."""
    first = walks[0]
    end = _host(first.end)
    main = tuple(_of_main(site, first, end))
    opens = not any(one.outcome is Outcome.ERROR for one in main)
    homes = frozenset({site.host, end or site.host})
    found = [Found(first.host, main + tuple(_of_plain(site, first, homes) if opens else ()))]
    for walk in walks[1:]:
        of_other = tuple(_of_other(site, walk, homes, opens=opens, single_name=single_name))
        well = not any(one.outcome is Outcome.ERROR for one in of_other)
        found.append(Found(walk.host, of_other + tuple(_of_plain(site, walk, homes) if well else ())))
    return found


def _of_main(site: Site, walk: Walk, end: str) -> Iterator[Verdict]:
    reply = walk.end
    if isinstance(reply, NoReply):
        yield _round(walk, site.url) if goes_round(reply) else Verdict(Outcome.ERROR, reply.reason, reply.sentence)
        return
    if verdict := judge_status(reply):
        yield verdict
        return
    if end != site.host:
        yield _elsewhere(walk.host, end, site.host)
    if site.is_encrypted and reply.url.startswith("http:"):
        yield _degraded(
            msg("{host} leads from an encrypted page to one that is not: browsers warn visitors.", host=walk.host)
        )
    if not site.is_encrypted and reply.url.startswith("http:") and not is_local_host(end):
        yield _degraded(msg("{host} is not encrypted: browsers warn visitors.", host=walk.host))
    canonical = _canonical(reply)
    if canonical and canonical not in (site.host, end):
        yield _degraded(
            msg(
                "The page of {host} tells search engines that its address is at {canonical}.",
                host=walk.host,
                canonical=quote(canonical, NAME),
            )
        )


def _of_other(site: Site, walk: Walk, homes: frozenset[str], *, opens: bool, single_name: bool) -> Iterator[Verdict]:
    """``homes``: where it may end; ``opens``: whether the site's own name does."""
    reply, host = walk.end, walk.host
    if isinstance(reply, NoReply):
        if goes_round(reply):
            yield _round(walk, site.secure_url(host) if site.is_encrypted else site.plain_url(host))
        else:
            yield _fails(site, host, Verdict(Outcome.ERROR, reply.reason, reply.sentence), opens=opens)
        return
    if verdict := judge_status(reply):
        yield _fails(site, host, verdict, opens=opens) if verdict.outcome is Outcome.ERROR else verdict
        return
    end = _host(reply)
    if end not in homes and end != host:
        yield _elsewhere(host, end, site.host)
    elif end not in homes and single_name and _canonical(reply) not in homes:
        yield _degraded(
            msg(
                "{host} shows a page of its own instead of leading to {main}: links and search engines know two"
                " sites.",
                host=host,
                main=site.host,
            )
        )


def _of_plain(site: Site, walk: Walk, homes: frozenset[str]) -> Iterator[Verdict]:
    """What those meet who begin without encryption, where the encrypted site opens."""
    if not site.is_encrypted:
        return
    reply, address = walk.plain, f"http://{walk.host}"
    if isinstance(reply, NoReply):
        if goes_round(reply):
            yield _round(walk, site.plain_url(walk.host))
            return
        problem = msg(
            "{address} does not open, only https:// does: old links to it lead nowhere. {problem}",
            address=address,
            problem=reply.sentence,
        )
        yield Verdict(Outcome.DEGRADED, reply.reason, problem)
        return
    if verdict := judge_status(reply):
        if verdict.outcome is Outcome.ERROR:
            problem = msg(
                "{address} does not open, only https:// does: old links to it lead nowhere. {problem}",
                address=address,
                problem=verdict.sentence,
            )
            yield Verdict(Outcome.DEGRADED, verdict.reason, problem)
        return
    end = _host(reply)
    if end not in homes and end != walk.host:
        yield _elsewhere(address, end, site.host)
    elif reply.url.startswith("http:"):
        yield _degraded(
            msg(
                "{address} does not redirect to https://: the page opens without encryption, and browsers warn"
                " visitors.",
                address=address,
            )
        )


def _fails(site: Site, other: str, fault: Verdict, *, opens: bool) -> Verdict:
    problem = fault.sentence
    sentence: Text
    if not opens:
        sentence = msg("{host} does not open either. {problem}", host=other, problem=problem)
    elif fault.reason in _WARNINGS:
        sentence = msg(
            "{main} opens; browsers warn visitors of {host}. {problem}", main=site.host, host=other, problem=problem
        )
    elif site.host == f"{WWW}{other}":
        sentence = msg(
            "{main} answers, {host} does not: visitors who leave out www see an error. {problem}",
            main=site.host,
            host=other,
            problem=problem,
        )
    elif other == f"{WWW}{site.host}":
        sentence = msg(
            "{main} answers, {host} does not: visitors who type www see an error. {problem}",
            main=site.host,
            host=other,
            problem=problem,
        )
    else:
        sentence = msg(
            "{main} answers, {host} does not: visitors who use that name see an error. {problem}",
            main=site.host,
            host=other,
            problem=problem,
        )
    return Verdict(Outcome.ERROR, fault.reason, sentence)


def _round(walk: Walk, url: str) -> Verdict:
    sentence = msg("{address} redirects without an end: visitors see an error.", address=_scheme_and_host(url))
    if walk.circle:
        sentence = msg(
            "Redirects go in a circle, and visitors see an error: {circle}.", circle=" → ".join(walk.circle)
        )
    return Verdict(Outcome.ERROR, Reason.HTTP_STATUS, sentence)


def _elsewhere(begin: str, end: str, main: str) -> Verdict:
    """``begin``: a name, or an address without encryption."""
    host = begin.removeprefix("http://")
    if host == main and are_twins(end, main):
        sentence = msg(
            "{begin} redirects to {end}: links and search engines take {end} for the site's address.",
            begin=begin,
            end=end,
        )
        return _degraded(sentence)
    place = quote(end, NAME)
    if host == main:
        return _error(msg("{begin} leads away from the site, to {end}.", begin=begin, end=place))
    return _error(msg("{begin} leads to {end} instead of {main}.", begin=begin, end=place, main=main))


def _scheme_and_host(url: str) -> str:
    return f"{url.partition(':')[0].lower()}://{bare(host_in(url))}"


def _host(answer: Reply | NoReply) -> str:
    return bare(host_in(answer.url)) if isinstance(answer, Reply) else ""


def _canonical(reply: Reply) -> str:
    """The host that a page names as its own to search engines; empty where it names none."""
    if not is_html(reply):
        return ""
    return bare(host_in(joined(reply.url, read_page(reply.text()).canonical)))


def _error(sentence: Text) -> Verdict:
    return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)


def _degraded(sentence: Text) -> Verdict:
    return Verdict(Outcome.DEGRADED, Reason.CONTENT, sentence)
