"""The environment of programs that Porchlight starts: its own, without the credentials in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_PREFIX = "PORCHLIGHT_SECRET"
"""Of ``PORCHLIGHT_SECRET_<NAME>`` and ``PORCHLIGHT_SECRETS_DIR``; names of variables have no case on Windows."""


def child_environment() -> dict[str, str]:
    """The environment for a job, a recovery action, an editor."""
    return {name: value for name, value in os.environ.items() if not _is_secret(name)}


@contextmanager
def without_secrets() -> Iterator[None]:
    """Removes the secrets while something starts that inherits our environment, such as a browser. On the thread that
    reads credentials, so that none is missed meanwhile."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if _is_secret(name)}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _is_secret(name: str) -> bool:
    return name.upper().startswith(_PREFIX)
