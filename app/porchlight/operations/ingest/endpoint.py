"""Access and answers. Knows no sockets. A request passes these checks in this order: this computer's own name, no web
page as its origin, a path and method that exist, the token, so many a minute, JSON, not too long. Only then is its
body read."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from http import HTTPStatus

from porchlight.language.english import english
from porchlight.loopback.answers import Answer, Refusal, json_answer
from porchlight.loopback.callers import Door, Head, ReadBody, check_method
from porchlight.model.errors import SecretError
from porchlight.model.operation import Operation
from porchlight.model.ports import Clock
from porchlight.operations.ingest.allowance import Allowance
from porchlight.operations.ingest.body import Taken, read_runs, read_start
from porchlight.operations.ingest.openapi import OPENAPI_PATH, OPERATIONS_PATH, STARTS_PATH, openapi
from porchlight.operations.ingest.token import TokenCheck
from porchlight.operations.starts import StartFolder
from porchlight.redaction import Redactor
from porchlight.threads import in_thread

LONGEST_BODY = 256 * 1024
"""Bytes."""
A_MINUTE = 600
"""Requests with the token."""
STRANGERS_A_MINUTE = 300
"""Requests without it; they have a separate allowance, so that they take nothing from the others."""
MOST_NAMES = 1000
"""Different jobs accepted until the next start: a program that puts the date into the name would drown the rest."""
_METHODS = {OPERATIONS_PATH: ("POST",), STARTS_PATH: ("POST",), OPENAPI_PATH: ("GET", "HEAD")}

TakeRuns = Callable[[Sequence[Operation]], Awaitable[str | None]]
"""Takes runs into the history and to the rules; one sentence where the history could not be written."""


class Endpoint:
    """Answers requests to one port."""

    longest_body = LONGEST_BODY

    def __init__(
        self,
        port: int,
        *,
        take: TakeRuns,
        starts: StartFolder,
        token: TokenCheck,
        redactor: Redactor,
        clock: Clock,
    ) -> None:
        self._door = Door(port)
        self._port = port
        self._take = take
        self._starts = starts
        self._token = token
        self._redactor = redactor
        self._clock = clock
        self._known = Allowance(clock, A_MINUTE)
        self._strangers = Allowance(clock, STRANGERS_A_MINUTE)
        self._names: set[str] = set()

    async def answer(self, head: Head, read_body: ReadBody) -> Answer:
        """Raises nothing but what ``read_body`` raises beside Refusal."""
        try:
            try:
                path = self._path(head)
                if path != OPENAPI_PATH:
                    await self._check_token(head)
            except Refusal:
                _spend(self._strangers)
                raise
            if path == OPENAPI_PATH:
                _spend(self._strangers)
                return json_answer(HTTPStatus.OK, openapi(self._port))
            _spend(self._known)
            _check_type(head)
            body = await read_body()
            return await (self._take_start(body) if path == STARTS_PATH else self._take_runs(body))
        except Refusal as refusal:
            return refusal.answer()

    def _path(self, head: Head) -> str:
        self._door.check(head)
        path = head.path
        methods = _METHODS.get(path)
        if methods is None:
            paths = f"{OPERATIONS_PATH}, {STARTS_PATH} and {OPENAPI_PATH}"
            raise Refusal(HTTPStatus.NOT_FOUND, f"There are only {paths}.")
        check_method(head, methods)
        return path

    async def _check_token(self, head: Head) -> None:
        scheme, _, given = head.one("authorization").partition(" ")
        try:
            fits = scheme.lower() == "bearer" and await self._token.fits(given.strip().encode())
        except SecretError:
            fits = False
        if fits:
            return
        if fault := await self._token.fault():
            sentence = f"{english(fault)} In a terminal: porchlight ingest token."
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, headers={"Retry-After": "60"})
        raise Refusal(
            HTTPStatus.UNAUTHORIZED,
            "The token is missing or wrong. Send it as “Authorization: Bearer …”.",
            headers={"WWW-Authenticate": 'Bearer realm="Porchlight"'},
        )

    async def _take_runs(self, body: bytes) -> Answer:
        work = partial(read_runs, body, self._clock.now_ms(), self._redactor)
        operations = await in_thread(work, name="runs of jobs")
        self._accept_names({run.name for run in operations})
        if fault := await self._take(operations):
            sentence = f"The history cannot be written at the moment. {fault} Send it again later."
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, headers={"Retry-After": "60"})
        await in_thread(partial(self._starts.end, operations), name="starts of jobs")
        return json_answer(HTTPStatus.CREATED, Taken(ids=[run.id for run in operations]).model_dump())

    async def _take_start(self, body: bytes) -> Answer:
        start = await in_thread(
            partial(read_start, body, self._clock.now_ms(), self._redactor), name="starts of jobs"
        )
        self._accept_names({start.name})
        try:
            await in_thread(partial(self._starts.begin, start), name="starts of jobs")
        except OSError as error:
            sentence = f"The start cannot be kept at the moment. {error.strerror or error}. Send it again later."
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, headers={"Retry-After": "60"}) from None
        return json_answer(HTTPStatus.CREATED, Taken(ids=[start.id] if start.id else []).model_dump())

    def _accept_names(self, names: set[str]) -> None:
        known = self._names | names
        if len(known) > MOST_NAMES:
            raise Refusal(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                f"There are more than {MOST_NAMES:,} jobs. Give every run of a job the same name, and put what"
                " differs into its subject or id.",
            )
        self._names = known


def _spend(allowance: Allowance) -> None:
    if seconds := allowance.spend():
        sentence = f"Too many requests. Try again in {seconds} s, with several runs in one request."
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, sentence, headers={"Retry-After": str(seconds)})


def _check_type(head: Head) -> None:
    kind, _, rest = head.one("content-type").lower().partition(";")
    charset = rest.strip().replace('"', "")
    if kind.strip() != "application/json" or charset not in ("", "charset=utf-8"):
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON, with “Content-Type: application/json”.")
    if head.all("content-encoding"):
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send it uncompressed, without Content-Encoding.")
