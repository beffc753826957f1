"""Keeps the endpoint as the settings want it: off, on, at another port; tried again where the port is taken.

What serves is imported only when it is turned on.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from app.model.operation import Operation
from app.model.ports import Clock
from app.operations.ingest.token import ForgetfulSecrets, TokenCheck
from app.redaction import Redactor
from app.settings.schema import IngestSettings

_log = logging.getLogger(__name__)

_REMEDY = "Choose another one in the settings, under [ingest]; until then it is tried again and again."


class IngestKeeper:
    """``run`` it; ``apply`` other settings at any time."""

    def __init__(
        self,
        settings: IngestSettings,
        *,
        take: Callable[[Sequence[Operation]], Awaitable[str | None]],
        secrets: ForgetfulSecrets,
        redactor: Redactor,
        clock: Clock,
        tell: Callable[[str], None],
        again: float = 10.0,
    ) -> None:
        """``take`` has runs kept and judged (one sentence where they could not be kept), ``tell`` hears in one
        sentence what people should know, ``again`` is after how many seconds a taken port is tried again."""
        self._settings = settings
        self._take = take
        self._token = TokenCheck(secrets, clock)
        self._redactor = redactor
        self._clock = clock
        self._tell = tell
        self._again = again
        self._changed = asyncio.Event()

    def apply(self, settings: IngestSettings) -> None:
        """Be like this from now on."""
        if settings != self._settings:
            self._settings = settings
            self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._changed.clear()
            if not self._settings.enabled:
                await self._changed.wait()
                continue
            async with asyncio.TaskGroup() as group:
                serving = group.create_task(self._keep_serving(self._settings.port), name="ingest")
                await self._changed.wait()
                serving.cancel()

    async def _keep_serving(self, port: int) -> None:
        if fault := await self._token.fault():
            _log.warning("no program can tell of runs yet: %s", fault)
            self._tell(fault)
        failed = False

        def listening() -> None:
            nonlocal failed
            _log.info("programs may tell of runs at http://127.0.0.1:%d", port)
            if failed:
                self._tell(f"Programs may tell of runs again, at port {port}.")
                failed = False

        while True:
            try:
                await self._serve(port, listening)
            except OSError as error:
                why = error.strerror or str(error)
                said = f"Programs cannot tell of runs: port {port} cannot be used ({why}). {_REMEDY}"
                if not failed:
                    _log.error("%s", said)
                    self._tell(said)
                failed = True
            except Exception:
                _log.exception("the endpoint for runs failed; it is begun again")
                if not failed:
                    self._tell("Programs cannot tell of runs for the moment: the log says why.")
                failed = True
            await asyncio.sleep(self._again)

    async def _serve(self, port: int, listening: Callable[[], None]) -> None:
        from app.operations.ingest.endpoint import Endpoint
        from app.operations.ingest.server import Limits, serve

        endpoint = Endpoint(port, take=self._take, token=self._token, redactor=self._redactor, clock=self._clock)
        await serve(port, endpoint, listening, Limits())
