"""Requests to a service on loopback, and who gets access. Knows no sockets."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Protocol

from porchlight.dataclass import dataclass
from porchlight.loopback.answers import Answer, Refusal


@dataclass(frozen=True, slots=True)
class Head:
    """A request without its body."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    """Names in lower case."""

    def all(self, name: str) -> list[str]:
        """All values of one header."""
        return [value for key, value in self.headers if key == name]

    def one(self, name: str) -> str:
        """The only value of a header; empty without it or where there are several."""
        values = self.all(name)
        return values[0].strip() if len(values) == 1 else ""

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


ReadBody = Callable[[], Awaitable[bytes]]
"""Raises Refusal where it is too long."""


class Service(Protocol):
    """Answers the requests to one port."""

    @property
    def longest_body(self) -> int:
        """Bytes of a request's body, at most."""
        ...

    async def answer(self, head: Head, read_body: ReadBody) -> Answer:
        """Raises nothing but Refusal and what ``read_body`` raises."""
        ...


class Door:
    """Admits callers that use this computer's own name and are no web page: other names come from DNS rebinding."""

    def __init__(self, port: int) -> None:
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        self._port = port

    def check(self, head: Head) -> None:
        """Raises Refusal."""
        if head.one("host").lower() not in self._hosts:
            raise Refusal(HTTPStatus.MISDIRECTED_REQUEST, f"Use the address http://127.0.0.1:{self._port}.")
        if head.all("origin") or head.one("sec-fetch-site") not in ("", "none"):
            raise Refusal(HTTPStatus.FORBIDDEN, "Requests from web pages are not allowed.")


def check_method(head: Head, methods: tuple[str, ...]) -> None:
    """Raises Refusal where the path accepts others; the first one is named."""
    if head.method not in methods:
        sentence = f"{head.path} takes {methods[0]}."
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, sentence, headers={"Allow": ", ".join(methods)})
