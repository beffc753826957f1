"""A short diagnosis of one failure: this computer's network, the name, the route, the certificate, the answer.

Each step has a few seconds, and is only tried where the one before it went well. What the check itself has seen (its
phases, its reason) is not tried again.
"""

import asyncio
import errno
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from typing import Final

from porchlight.model.diagnosis import Because, Diagnosis, Finding, Step
from porchlight.model.ports import Clock
from porchlight.model.result import Phase, Result
from porchlight.model.status import Reason
from porchlight.monitor.connectivity import Connectivity, ConnectivityCheck
from porchlight.net.resolver import Resolver
from porchlight.net.sockets import attach_secured, connect_any
from porchlight.net.tls import TlsContexts
from porchlight.probes.endpoint import Endpoint

STEP_LIMIT: Final = 4.0
"""Seconds for each step."""
_CONNECTIVITY: Final = {
    Connectivity.ONLINE: Finding.ONLINE,
    Connectivity.OFFLINE: Finding.OFFLINE,
    Connectivity.CAPTIVE_PORTAL: Finding.CAPTIVE_PORTAL,
}
_UNTRUSTED: Final = {
    9: Finding.CERTIFICATE_EARLY,
    10: Finding.CERTIFICATE_EXPIRED,
    62: Finding.CERTIFICATE_NAME,
    64: Finding.CERTIFICATE_NAME,
}
"""By OpenSSL's X509_V_ERR_* codes; all others are matters of trust."""
_OF_REASON: Final = {
    Reason.AUTH: Finding.KEY_REFUSED,
    Reason.FORBIDDEN: Finding.KEY_REFUSED,
    Reason.ACCOUNT: Finding.ACCOUNT_KEPT_OUT,
    Reason.PASSWORD_EXPIRED: Finding.ACCOUNT_KEPT_OUT,
    Reason.LOGIN_DISABLED: Finding.ACCOUNT_KEPT_OUT,
    Reason.BLOCKED: Finding.TURNED_AWAY,
    Reason.UNAVAILABLE: Finding.ANSWERED_BADLY,
    Reason.SECRET_MISSING: Finding.KEY_MISSING,
    Reason.QUOTA: Finding.NO_ALLOWANCE,
    Reason.THROTTLED: Finding.NO_ALLOWANCE,
    Reason.HTTP_STATUS: Finding.ANSWERED_BADLY,
    Reason.CONTENT: Finding.ANSWERED_BADLY,
    Reason.SLOW: Finding.ANSWERED_SLOWLY,
    Reason.LOCKED: Finding.ANSWERED_SLOWLY,
    Reason.TIMEOUT: Finding.NO_ANSWER,
}
_WITHOUT_NETWORK: Final = frozenset({Reason.SECRET_MISSING, Reason.CONFIGURATION, Reason.FILE, Reason.INTERNAL})
"""Conclusions that need no step."""


class Diagnoser:
    """Finds where a failure lies. Opens connections and closes them; sends nothing on them but a TLS greeting."""

    def __init__(
        self,
        connectivity: ConnectivityCheck,
        clock: Clock,
        *,
        proxied: Callable[[str, str], bool] = lambda scheme, host: False,
        resolver: Resolver | None = None,
        tls: TlsContexts | None = None,
        step_limit: float = STEP_LIMIT,
    ) -> None:
        """``proxied``: whether a scheme reaches a host through a proxy, so that a direct connection proves
        nothing."""
        self._step_limit = step_limit
        self._connectivity = connectivity
        self._clock = clock
        self._proxied = proxied
        self._resolver = resolver or Resolver()
        self._tls = tls or TlsContexts()

    async def diagnose(self, result: Result, endpoint: Endpoint | None, *, worked_before: bool) -> Diagnosis:
        """Find where the failure in ``result`` lies; ``worked_before``: it has been reached from here at some
        time."""
        steps = await self._steps(result, endpoint)
        because = decide(result.reason, steps, endpoint, worked_before=worked_before)
        return Diagnosis(result.component, self._clock.now_ms(), because, tuple(steps))

    async def _steps(self, result: Result, endpoint: Endpoint | None) -> list[Step]:
        steps: list[Step] = []
        if result.reason not in _WITHOUT_NETWORK:
            if endpoint is None or not endpoint.near:
                steps.append(await self._network())
            if not steps or steps[-1].good:
                steps += await self._way(result, endpoint)
        finding = _OF_REASON.get(result.reason) if result.reason is not None else None
        if finding is not None and all(step.good is not False for step in steps):
            steps.append(Step(finding, endpoint.host if endpoint else ""))
        return steps

    async def _network(self) -> Step:
        if self._connectivity.disconnected:
            return Step(Finding.DISCONNECTED)
        return Step(_CONNECTIVITY[await self._connectivity.now(fresh=True)])

    async def _way(self, result: Result, endpoint: Endpoint | None) -> list[Step]:
        """Name, route, certificate: up to the first that fails."""
        seen = result.phases
        if endpoint is None:
            found = [Step(Finding.NAME_KNOWN)] if Phase.DNS in seen or Phase.TCP in seen else []
            found += [Step(Finding.CONNECTED)] if Phase.TCP in seen else []
            return [*found, Step(Finding.CERTIFICATE_GOOD)] if Phase.TLS in seen else found
        if endpoint.http and self._proxied("https" if endpoint.tls else "http", endpoint.host):
            return [Step(Finding.THROUGH_PROXY, endpoint.host)]
        steps: list[Step] = []
        looks = [self._name, self._route, *([self._certificate] if endpoint.tls else [])]
        for look in looks:
            step = await _timed(look, endpoint)
            steps.append(step)
            if not step.good:
                break
        return steps

    async def _name(self, endpoint: Endpoint) -> Finding:
        try:
            async with asyncio.timeout(self._step_limit):
                await self._resolver.resolve(endpoint.host, endpoint.port)
        except TimeoutError:
            return Finding.NAME_SERVER_SILENT
        except OSError:
            return Finding.NAME_UNKNOWN
        return Finding.NAME_KNOWN

    async def _route(self, endpoint: Endpoint) -> Finding:
        try:
            async with asyncio.timeout(self._step_limit):
                sock = await self._connected(endpoint)
        except TimeoutError:
            return Finding.NO_CONNECTION
        except OSError as error:  # aiohappyeyeballs keeps the number that all addresses had in common
            return Finding.REFUSED if error.errno == errno.ECONNREFUSED else Finding.UNREACHABLE
        sock.close()
        return Finding.CONNECTED

    async def _certificate(self, endpoint: Endpoint) -> Finding:
        try:
            async with asyncio.timeout(self._step_limit):
                sock = await self._connected(endpoint)
                transport = await attach_secured(asyncio.Protocol(), sock, self._tls.get(verify=True), endpoint.host)
        except ssl.SSLCertVerificationError as error:
            return _UNTRUSTED.get(error.verify_code, Finding.CERTIFICATE_UNTRUSTED)
        except (OSError, ValueError):
            return Finding.TLS_FAILED
        transport.abort()
        return Finding.CERTIFICATE_GOOD

    async def _connected(self, endpoint: Endpoint) -> socket.socket:
        """As the checks connect: by the same name, to the same addresses."""
        return await connect_any(await self._resolver.resolve(endpoint.host, endpoint.port))


def decide(reason: Reason | None, steps: list[Step], endpoint: Endpoint | None, *, worked_before: bool) -> Because:
    """Where it is, from the first step that is not good, then from what the check found. Pure."""
    bad = next((step.finding for step in steps if step.good is False), None)
    network = _BY_NETWORK.get(bad) if bad is not None else None
    if network is not None:
        return network
    if reason in _BY_REASON:
        return _BY_REASON[reason]
    if endpoint is not None and endpoint.here:
        return Because.SERVICE_HERE
    if endpoint is not None and endpoint.near:
        return Because.SERVICE_NEARBY
    match bad:
        case Finding.NAME_UNKNOWN:
            return Because.NAME_GONE if worked_before else Because.NAME_NEVER_KNOWN
        case Finding.REFUSED:
            return Because.NOT_RUNNING if worked_before else Because.ADDRESS_NEVER_RIGHT
        case Finding.UNREACHABLE | Finding.NO_CONNECTION:
            return Because.NOT_REACHED if worked_before else Because.WAY_BLOCKED
        case Finding.ANSWERED_BADLY:
            spoke = worked_before or reason in (Reason.CONTENT, Reason.UNAVAILABLE)
            return Because.BAD_ANSWER if spoke else Because.ADDRESS_NEVER_RIGHT
    return _BY_FINDING.get(bad, Because.NOT_CLEAR) if bad is not None else Because.NOT_CLEAR


_BY_NETWORK: Final = {
    Finding.DISCONNECTED: Because.NO_CONNECTION,
    Finding.OFFLINE: Because.NOTHING_REACHED,
    Finding.CAPTIVE_PORTAL: Because.SIGN_IN,
    Finding.NAME_SERVER_SILENT: Because.NAME_SERVER,
}
_BY_REASON: Final = {
    Reason.AUTH: Because.KEY,
    Reason.FORBIDDEN: Because.KEY,
    Reason.ACCOUNT: Because.ACCOUNT,
    Reason.PASSWORD_EXPIRED: Because.ACCOUNT,
    Reason.LOGIN_DISABLED: Because.ACCOUNT,
    Reason.BLOCKED: Because.TURNED_AWAY,
    Reason.SECRET_MISSING: Because.NO_KEY,
    Reason.QUOTA: Because.ALLOWANCE,
    Reason.THROTTLED: Because.ALLOWANCE,
    Reason.CONFIGURATION: Because.SETTINGS,
    Reason.INTERNAL: Because.INTERNAL_FAULT,
    Reason.OFFLINE: Because.NOTHING_REACHED,
    Reason.CAPTIVE_PORTAL: Because.SIGN_IN,
    Reason.BOT_PROTECTION: Because.ROBOT,
    Reason.STALE: Because.NOT_CLEAR,
    Reason.CERTIFICATE_CHAIN: Because.CERTIFICATE,
    Reason.FILE: Because.FILE,
}
_BY_FINDING: Final = {
    Finding.CERTIFICATE_EARLY: Because.CLOCK,
    Finding.CERTIFICATE_EXPIRED: Because.CERTIFICATE,
    Finding.CERTIFICATE_NAME: Because.CERTIFICATE,
    Finding.CERTIFICATE_UNTRUSTED: Because.ISSUER,
    Finding.TLS_FAILED: Because.CERTIFICATE,
    Finding.ANSWERED_SLOWLY: Because.SLOW_ANSWER,
    Finding.NO_ANSWER: Because.NO_ANSWER,
}


async def _timed(look: Callable[[Endpoint], Awaitable[Finding]], endpoint: Endpoint) -> Step:
    began = time.perf_counter()
    finding = await look(endpoint)
    return Step(finding, endpoint.host, (time.perf_counter() - began) * 1000)
