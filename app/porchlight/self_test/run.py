"""Tests the parts, one after the other, in a temporary folder."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence

from porchlight.self_test.kinds import kinds
from porchlight.self_test.part import Finding, Part, State, try_out
from porchlight.self_test.storage import storage
from porchlight.self_test.surroundings import surroundings

Parts = Callable[[], Sequence[Part]]


def self_test(desktop: Parts) -> Iterator[Finding]:
    """The result of each part; ``desktop`` gives those that need windows."""
    began = time.perf_counter()
    try:
        scratch = tempfile.TemporaryDirectory(prefix="porchlight-")
    except OSError as error:
        took_ms = round((time.perf_counter() - began) * 1000)
        sentence = f"No file can be written for the test ({error.strerror})."
        yield Finding("temporary folder", State.FAILED, sentence, took_ms)
        return
    with scratch as folder:
        for parts in (kinds(), storage(folder), surroundings(), desktop()):
            for part in parts:
                yield try_out(part)
