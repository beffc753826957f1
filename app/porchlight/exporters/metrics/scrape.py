"""The page that a Prometheus on this computer scrapes: ``/metrics``, without a token, for this computer alone."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from porchlight.exporters.metrics.families import families_of
from porchlight.exporters.metrics.picture import Picture
from porchlight.exporters.metrics.text import CONTENT_TYPE, text_of
from porchlight.loopback.answers import Answer, Refusal
from porchlight.loopback.callers import Door, Head, ReadBody, check_method
from porchlight.redaction import Redactor
from porchlight.threads import in_thread

PATH = "/metrics"


class MetricsPage:
    """Implements Service."""

    longest_body = 0

    def __init__(self, port: int, picture: Callable[[], Picture], redactor: Redactor) -> None:
        self._door = Door(port)
        self._picture = picture
        self._redactor = redactor

    async def answer(self, head: Head, read_body: ReadBody) -> Answer:
        """See Service."""
        self._door.check(head)
        if head.path != PATH:
            raise Refusal(HTTPStatus.NOT_FOUND, f"There is only {PATH}.")
        check_method(head, ("GET", "HEAD"))
        body = await in_thread(partial(_page, self._picture(), self._redactor), name="metrics")
        return Answer(HTTPStatus.OK, body, CONTENT_TYPE)


def _page(picture: Picture, redactor: Redactor) -> bytes:
    return text_of(families_of(picture, redactor.text))
