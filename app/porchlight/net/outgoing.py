"""HTTP for everything that is sent: one request, and in one sentence why it was not accepted. The common policy is
applied here, for each request by its address: certificates are verified, a credential does not travel in clear text,
headers are valid, this computer is reached without a proxy, and an answer is limited in size."""

import ssl
from collections.abc import Mapping, Sequence
from typing import Final

import httpcore

from porchlight import __version__
from porchlight.dataclass import dataclass
from porchlight.intake.numbers import retry_after as asked_pause
from porchlight.intake.text import NAME, clean_line, cut
from porchlight.language.english import english, of_error
from porchlight.language.text import msg
from porchlight.model.message import Fault
from porchlight.net.addresses import host_in, is_in_private_network
from porchlight.net.bounded_network import AnswerTooLong, BoundedNetwork
from porchlight.net.headers import basic_login, require_header_name, require_header_value
from porchlight.net.http_library import httpx
from porchlight.net.proxies import Proxy, UnusableProxy, proxy_for
from porchlight.net.sending import SendContext
from porchlight.net.tls import TlsContexts, tls_sentence
from porchlight.net.urls import UnusableUrl, read_url
from porchlight.threads import in_thread

_AGAIN = frozenset({408, 425, 429})
"""Client errors after which a retry may help (RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4)."""
_ANSWER_CAP: Final = 96 * 1024
"""Bytes of one answer, with everything around its body; less than h11's limit for one event."""
_KEPT: Final = 5.0
"""Seconds that a connection is kept for another request."""


@dataclass(frozen=True, slots=True)
class _Policy:
    """How a connection is made; only requests with the same policy share connections."""

    secure: bool
    proxy: Proxy | None


class Outgoing:
    """Sends for one receiver; keeps its connection for a while."""

    def __init__(self, context: SendContext) -> None:
        self._context = context
        self._tls = TlsContexts(context.ca_file)
        self._pool: httpcore.AsyncConnectionPool | None = None
        self._policy: _Policy | None = None

    async def post(
        self,
        url: str,
        content: bytes,
        *,
        headers: Mapping[str, str],
        secret: bool,
        allow_unencrypted: bool,
        method: str = "POST",
    ) -> Fault | None:
        """None once the receiver has answered with a success; redirects are not followed.

        ``secret``: a credential is in the address, the headers or the content; then it goes to another network
        only by https, or where ``allow_unencrypted``.
        """
        may = allow_unencrypted or not secret
        answer = await self._send(url, content, headers, method, most=0, may_be_read=may)
        return answer if isinstance(answer, Fault) else None

    async def exchange(
        self,
        url: str,
        content: bytes,
        *,
        headers: Mapping[str, str],
        secret: bool,
        allow_unencrypted: bool,
        most: int,
    ) -> bytes | Fault:
        """The same, with the first ``most`` bytes of the answer."""
        may = allow_unencrypted or not secret
        return await self._send(url, content, headers, "POST", most=most, may_be_read=may)

    async def _send(
        self, url: str, content: bytes, headers: Mapping[str, str], method: str, *, most: int, may_be_read: bool
    ) -> bytes | Fault:
        host = "–"
        try:
            target = read_url(url)
            asked = target.raw_host.decode("ascii")
            shown = clean_line(host_in(url) or asked)
            host = cut(self._context.redactor.text(shown), NAME)  # it may be a secret, too
            if not may_be_read and target.scheme == "http" and not is_in_private_network(asked):
                return in_clear(host)
            fields = _fields(headers, target)
            if isinstance(fields, Fault):
                return fields
            pool = await self._opened(target)
            # the status line shows whether it was accepted: the rest is not waited for
            async with pool.stream(
                method,
                httpcore.URL(
                    scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path
                ),
                headers=fields,
                content=content,
            ) as response:
                return _judged(response, host) or await _beginning(response, most)
        except UnusableProxy as error:
            return Fault(english(error.sentence))
        except _FAILURES as error:
            return Fault(_sentence(error, host))
        except UnusableUrl as error:
            return Fault(english(error.text), permanent=True)
        except ValueError:  # Unicode's, and TLS's for odd names
            return Fault(english(msg("The address is not a valid URL.")), permanent=True)

    async def close(self) -> None:
        """Close the connection."""
        pool, self._pool, self._policy = self._pool, None, None
        if pool is not None:
            await pool.aclose()

    async def _opened(self, target: httpx.URL) -> httpcore.AsyncConnectionPool:
        policy = _Policy(target.scheme == "https", await self._proxy(target.scheme, target.raw_host.decode("ascii")))
        pool = self._pool
        if pool is None or policy != self._policy:
            old, pool = pool, self._made(policy)
            self._pool, self._policy = pool, policy
            if old is not None:
                await old.aclose()
        return pool

    async def _proxy(self, scheme: str, host: str) -> Proxy | None:
        proxies = self._context.proxies()
        if proxies is not None:
            return proxy_for(scheme, host, proxies)
        # the system's answer may need a lookup of the host's name
        return await in_thread(lambda: proxy_for(scheme, host, None), name="proxy")

    def _made(self, policy: _Policy) -> httpcore.AsyncConnectionPool:
        # Reading a trust store takes milliseconds. Without one nothing is trusted: a mistake fails safely.
        context = self._tls.get(verify=True) if policy.secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        proxy = None
        if policy.proxy is not None:
            login = (policy.proxy.username, policy.proxy.password) if policy.proxy.username else None
            proxy = httpcore.Proxy(policy.proxy.url, auth=login)
        return httpcore.AsyncConnectionPool(
            ssl_context=context,
            proxy=proxy,
            keepalive_expiry=_KEPT,
            network_backend=BoundedNetwork(_ANSWER_CAP),
        )


_FAILURES = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
    OSError,
)


def in_clear(host: str) -> Fault:
    """A credential does not travel to another network unencrypted."""
    return Fault(
        english(
            msg(
                "A credential would be sent to {host} unencrypted. Use an address with https://, or "
                "allow unencrypted sending in the settings.",
                host=host,
            )
        ),
        permanent=True,
    )


def carries_secret(context: SendContext, url: str) -> bool:
    """Whether an address in the settings holds a login, or what looks like a credential."""
    try:
        target = read_url(url)
        written = str(target.copy_with(userinfo=b"")).replace("@", "%40")  # an e-mail address is no secret
    except (httpx.InvalidURL, ValueError):
        return False
    return bool(target.userinfo) or context.redactor.text(written) != written


def _fields(headers: Mapping[str, str], target: httpx.URL) -> list[tuple[bytes, bytes]] | Fault:
    """All headers of a request, as sent."""
    usual = {"Host": target.netloc.decode("ascii"), "User-Agent": f"Porchlight/{__version__}", "Accept": "*/*"}
    usual["Accept-Encoding"] = "identity"  # packed data may be a thousandth of the unpacked
    if target.userinfo:
        usual["Authorization"] = basic_login(target.username, target.password)
    given = {name.lower() for name in headers}
    fields = {name: value for name, value in usual.items() if name.lower() not in given}
    made = []
    for name, value in {**fields, **headers}.items():
        try:
            made.append((require_header_name(name).encode("ascii"), require_header_value(value).encode("ascii")))
        except ValueError as error:
            return Fault(
                english(
                    msg(
                        "The header {name} cannot be sent. {problem}",
                        name=clean_line(name, NAME),
                        problem=of_error(error),
                    )
                ),
                permanent=True,
            )
    return made


def _judged(response: httpcore.Response, host: str) -> Fault | None:
    status = response.status
    if 200 <= status <= 299:
        return None
    if 300 <= status <= 399 and _field(response.headers, b"location") is not None:
        return Fault(
            english(
                msg(
                    "{host} redirects to another address ({status}). Put that one into the settings.",
                    host=host,
                    status=str(status),
                )
            ),
            permanent=True,
        )
    return refused(host, status, asked_pause(_field(response.headers, b"retry-after")))


def _field(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in headers if key.lower() == name), None)


async def _beginning(response: httpcore.Response, most: int) -> bytes:
    """The first ``most`` bytes of an answer. Raises what is in _FAILURES."""
    body = bytearray()
    if most:
        async for piece in response.aiter_stream():
            body += piece
            if len(body) >= most:
                break
    return bytes(body[:most])


def refused(who: str, status: int, retry_after: float | None = None) -> Fault:
    """Why a receiver that answers with this HTTP status does not accept it; ``retry_after`` in seconds."""
    if status == 429:
        return Fault(english(msg("{receiver} wants fewer messages (429).", receiver=who)), retry_after=retry_after)
    if status >= 500 or status in _AGAIN:
        return Fault(
            english(msg("{receiver} reports an error of its own ({status}).", receiver=who, status=str(status))),
            retry_after=retry_after,
        )
    if status in (401, 403):
        return Fault(
            english(msg("{receiver} rejected the address or its key ({status}).", receiver=who, status=str(status))),
            permanent=True,
        )
    if status in (404, 410):
        return Fault(
            english(
                msg(
                    "{receiver} does not know this address ({status}). It may have been removed there.",
                    receiver=who,
                    status=str(status),
                )
            ),
            permanent=True,
        )
    return Fault(
        english(msg("{receiver} rejected the message ({status}).", receiver=who, status=str(status))), permanent=True
    )


def _sentence(error: BaseException, host: str) -> str:
    if sentence := tls_sentence(error, host):
        return english(sentence)
    match error:
        case httpcore.ConnectError() | OSError():
            return english(msg("No connection to {host}: it refused, or its address was not found.", host=host))
        case httpcore.ProxyError():
            return english(msg("The proxy does not lead to {host}.", host=host))
        case AnswerTooLong():
            return english(msg("{host} sends far more data than an answer may have.", host=host))
    return english(msg("{receiver} closed the connection before it answered.", receiver=host))
