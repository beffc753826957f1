"""Tries the parts out, one after the other, in a folder that is removed again."""

import tempfile
from collections.abc import Callable, Iterator, Sequence

from app.self_test.keeping import keeping
from app.self_test.kinds import kinds
from app.self_test.part import Finding, Part, try_out
from app.self_test.surroundings import surroundings

Parts = Callable[[], Sequence[Part]]


def self_test(desktop: Parts) -> Iterator[Finding]:
    """What came of each part; ``desktop`` gives those that need windows."""
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        for parts in (kinds(), keeping(folder), surroundings(), desktop()):
            for part in parts:
                yield try_out(part)
