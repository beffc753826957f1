"""The ``requests`` library, as Apprise's plug-ins use it, under our rules.

Apprise's plug-ins send by ``requests``. It reads an answer to its end, however long, takes its proxies from the
environment, also for this computer, and sends keys in clear text. Its sessions find their adapter by a name in their
module, which is replaced by ours: nothing else in Porchlight uses ``requests``.
"""

import io
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from typing import Any, Final

import requests.adapters
import requests.sessions
import urllib3
from requests.exceptions import RequestException

from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, clean_line
from porchlight.language.english import english
from porchlight.net.addresses import is_in_private_network
from porchlight.net.proxies import Proxy, UnusableProxy, proxy_for

_BODY_CAP: Final = 64 * 1024
"""Bytes of a body that are read."""
_PIECE: Final = 8 * 1024


@dataclass(slots=True)
class Rules:
    """The rules for one message, and which of them stopped it."""

    allow_unencrypted: bool
    proxies: Mapping[str, str] | None
    """By scheme; None for the system's."""
    in_clear: str = field(default="", init=False)
    """The host that would have got a credential in clear text."""
    unusable_proxy: str = field(default="", init=False)
    """Why the proxy cannot be used, in one sentence."""


class _ThreadRules(threading.local):
    now: Rules | None = None


_OF_THIS_THREAD = _ThreadRules()


@contextmanager
def bounded(rules: Rules) -> Iterator[None]:
    """Applies these rules to whatever this thread sends by ``requests`` within the block."""
    setattr(requests.sessions, "HTTPAdapter", _Adapter)  # noqa: B010 - the name is none of the library's interface
    _OF_THIS_THREAD.now = rules
    try:
        yield
    finally:
        _OF_THIS_THREAD.now = None


class _Adapter(requests.adapters.HTTPAdapter):
    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        rules = _OF_THIS_THREAD.now or Rules(False, None)  # a plug-in may send later, or from another thread
        parts = urllib3.util.parse_url(request.url or "")
        scheme, host = parts.scheme or "", (parts.host or "").strip("[]")
        if scheme != "https" and not rules.allow_unencrypted and not is_in_private_network(host):
            rules.in_clear = clean_line(host, NAME)
            raise RequestException("in clear")
        request.headers["Accept-Encoding"] = "identity"  # packed data may be a thousandth of the unpacked
        ours = _proxies(rules, scheme, host)
        response = super().send(request, True, timeout, verify, cert, ours)
        return _beginning_of(response, time.monotonic() + _seconds(timeout))


def _proxies(rules: Rules, scheme: str, host: str) -> dict[str, str]:
    try:
        proxy = proxy_for(scheme, host, rules.proxies)
    except UnusableProxy as error:
        rules.unusable_proxy = english(error.sentence)
        raise RequestException("no usable proxy") from None
    return {} if proxy is None else {scheme: _with_login(proxy)}


def _with_login(proxy: Proxy) -> str:
    if not proxy.username:
        return proxy.url
    from urllib.parse import quote

    login = f"{quote(proxy.username, safe='')}:{quote(proxy.password, safe='')}"
    return proxy.url.replace("//", f"//{login}@", 1)


def _seconds(timeout: Any) -> float:
    reading = timeout[1] if isinstance(timeout, tuple) else timeout
    return float(reading) if isinstance(reading, int | float) else 15.0


def _beginning_of(response: requests.Response, until: float) -> requests.Response:
    """The response with the beginning of its body in memory, and nothing more to read."""
    raw = response.raw
    body = bytearray()
    try:
        while len(body) < _BODY_CAP and time.monotonic() < until:
            piece = raw.read1(_PIECE, decode_content=False)
            if not piece:
                break
            body += piece
    except (urllib3.exceptions.HTTPError, OSError):
        pass  # the status shows whether it was accepted; what comes after it may be cut off
    finally:
        raw.close()
    response.raw = urllib3.HTTPResponse(
        io.BytesIO(bytes(body)), status=response.status_code, preload_content=False, enforce_content_length=False
    )
    return response
