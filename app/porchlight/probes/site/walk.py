"""Asks the names of a site, each with encryption and without, and follows where they lead."""

import asyncio
from contextlib import suppress
from typing import Final
from urllib.parse import urljoin

from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, quote
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.net.addresses import LONGEST_ADDRESS, host_in, require_http_url
from porchlight.net.exchange import REDIRECTS, NoReply, Reply, TlsDetails
from porchlight.net.failures import ExchangeFailed
from porchlight.net.timings import Timings
from porchlight.probes.context import CheckContext
from porchlight.probes.site.names import Site, bare

_SHARE: Final = 0.3
"""Of the component's time limit, for each of the steps that follow each other: one address that hangs leaves time to
say so of it, and of no other."""
_MOST_HOPS: Final = 11
_MOST_ADDRESSES: Final = 4


@dataclass(frozen=True, slots=True)
class Walk:
    """What a visitor of one name meets."""

    host: str
    secure: Reply | NoReply | None
    """The first answer with encryption, not followed; None where the site has none."""
    end: Reply | NoReply
    """Where it ends: with encryption where the site has it."""
    plain: Reply | NoReply
    """Where it ends for somebody who begins without encryption."""
    circle: tuple[str, ...] = ()
    """The addresses that lead to each other, where they do: the last is the first of them again."""
    addresses: tuple[str, ...] = ()
    """Of the name, as this computer's name server gives them; empty where it gives none, or a proxy asks."""

    @property
    def tls(self) -> TlsDetails | None:
        """The certificate of this very name."""
        return None if self.secure is None else self.secure.tls


async def walk_all(ctx: CheckContext, site: Site, *, verify: bool) -> list[Walk]:
    """All names at the same time, the site's own first."""
    return list(await asyncio.gather(*(_walk(ctx, site, host, verify=verify) for host in site.hosts)))


async def _walk(ctx: CheckContext, site: Site, host: str, *, verify: bool) -> Walk:
    begin = site.plain_url(host)
    if site.is_encrypted:
        begin = site.secure_url(host)
        secure, plain, addresses = await asyncio.gather(
            _ask(ctx, begin, follow=False, verify=verify),
            _ask(ctx, site.plain_url(host), follow=True, verify=verify),
            _addresses(ctx, host),
        )
        end = secure
        if isinstance(secure, Reply) and secure.status in REDIRECTS:
            end = await _ask(ctx, begin, follow=True, verify=verify)
    else:
        plain, addresses = await asyncio.gather(_ask(ctx, begin, follow=True, verify=verify), _addresses(ctx, host))
        secure, end = None, plain
    circle: tuple[str, ...] = ()
    if goes_round(end):
        circle = await _circle(ctx, begin, verify=verify)
    elif goes_round(plain):
        circle = await _circle(ctx, site.plain_url(host), verify=verify)
    return Walk(host, secure, end, plain, circle, addresses)


def goes_round(answer: Reply | NoReply) -> bool:
    """Whether it redirects without an end."""
    return isinstance(answer, NoReply) and answer.reason is Reason.HTTP_STATUS


async def _ask(ctx: CheckContext, url: str, *, follow: bool, verify: bool) -> Reply | NoReply:
    try:
        async with asyncio.timeout(ctx.component.timeout * _SHARE):
            return await ctx.http.exchange("GET", url, follow_redirects=follow, verify=verify)
    except TimeoutError:
        return NoReply(Reason.TIMEOUT, english(msg("{host} did not answer.", host=quote(host_in(url), NAME))))


async def _addresses(ctx: CheckContext, host: str) -> tuple[str, ...]:
    with suppress(ExchangeFailed, TimeoutError):
        async with asyncio.timeout(ctx.component.timeout * _SHARE):
            found = await ctx.network.resolve(host, 443, Timings())
        return tuple(dict.fromkeys(str(one[4][0]) for one in found))[:_MOST_ADDRESSES]
    return ()


async def _circle(ctx: CheckContext, url: str, *, verify: bool) -> tuple[str, ...]:
    """The addresses that lead to each other, hop by hop; empty where there are too many, as where each
    differs from the one before."""
    seen: list[str] = []
    with suppress(TimeoutError, ValueError):
        async with asyncio.timeout(ctx.component.timeout * _SHARE):
            while len(seen) < _MOST_HOPS:
                seen.append(url)
                reply = await ctx.http.exchange("GET", url, verify=verify)
                if isinstance(reply, NoReply) or reply.status not in REDIRECTS:
                    return ()
                url = require_http_url(urljoin(url, reply.headers.get("location", "")[:LONGEST_ADDRESS]))
                if url in seen:
                    return tuple(_begin_of(one) for one in (*seen[seen.index(url) :], url))
    return ()


def _begin_of(url: str) -> str:
    """The scheme and the host of an address, for people: a path may hold anything."""
    return f"{url.partition(':')[0].lower()}://{quote(bare(host_in(url)), NAME)}"
