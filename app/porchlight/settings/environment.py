"""The environment of Porchlight, and of programs that it starts: its own, without the credentials in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_PREFIX = "PORCHLIGHT_SECRET"
"""Of ``PORCHLIGHT_SECRET_<NAME>`` and ``PORCHLIGHT_SECRETS_DIR``; names of variables have no case on Windows."""
_PLUGINS: Final = "PYDANTIC_DISABLE_PLUGINS"
_added: Final[set[str]] = set()
"""Variables that are for this process alone."""


def refuse_plugins() -> None:
    """Let pydantic load no plugins of other installed packages: they would see each value of the settings, and the
    search for them takes a thirtieth of ``health``. What the user has set stays."""
    if _PLUGINS not in os.environ:
        os.environ[_PLUGINS] = "__all__"
        _added.add(_PLUGINS)


def child_environment() -> dict[str, str]:
    """The environment for a job, a recovery action, an editor."""
    return {name: value for name, value in os.environ.items() if not (_is_secret(name) or name in _added)}


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
