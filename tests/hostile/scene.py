"""All hostile servers at once: a server for each way of being hostile, and the settings that watch all of it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager

from tests.hostile.databases import (
    Behaviour,
    garbage,
    mysql_answering,
    mysql_asking,
    mysql_endless_packet,
    mysql_endless_rows,
    postgres_asking,
    postgres_endless_notices,
    postgres_endless_parameters,
    postgres_starting,
    serving,
)
from tests.hostile.http_server import BEHAVIOURS, HostileHttpServer
from tests.hostile.line_servers import IMAP, SMTP, HostileLineServer, injecting_imap, injecting_smtp

RECEIVERS = ("retry-nines", "retry-past", "endless-headers", "endless-interim-103", "endless-body", "slow-headers")
"""What a webhook's receiver does, by the paths of the HTTP server."""
_DATABASES: dict[str, tuple[str, Behaviour]] = {
    "mysql-rows": ("mysql+pymysql", mysql_answering(mysql_endless_rows)),
    "mysql-packet": ("mysql+pymysql", mysql_answering(mysql_endless_packet)),
    "mysql-clear": ("mysql+pymysql", mysql_asking(b"mysql_clear_password\0")),
    "mysql-garbage": ("mysql+pymysql", garbage(bytes(range(256)) * 4)),
    "postgres-clear": ("postgresql+psycopg", postgres_asking(3)),
    "postgres-notices": ("postgresql+psycopg", postgres_starting(postgres_endless_notices)),
    "postgres-parameters": ("postgresql+psycopg", postgres_starting(postgres_endless_parameters)),
}


@contextmanager
def hostile_scene() -> Iterator[str]:
    """Settings for all of it (components ``h-…``, ``m-…``, ``d-…`` and channels ``evil-…``), while it runs."""
    ready, loop = threading.Event(), asyncio.new_event_loop()
    stop = asyncio.Event()
    http = HostileHttpServer()
    moods = {
        **{f"smtp-{number}": mood for number, mood in enumerate([*SMTP.values(), injecting_smtp])},
        **{f"imap-{number}": mood for number, mood in enumerate([*IMAP.values(), injecting_imap])},
    }
    lines = {name: HostileLineServer(mood) for name, mood in moods.items()}

    async def serve() -> None:
        async with AsyncExitStack() as stack:
            for server in (http, *lines.values()):
                await stack.enter_async_context(server)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        with ExitStack() as stack:
            databases = {
                name: (scheme, stack.enter_context(serving(behaviour)).port)
                for name, (scheme, behaviour) in _DATABASES.items()
            }
            yield _settings(http.url, {name: server.port for name, server in lines.items()}, databases)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def _settings(url: str, lines: dict[str, int], databases: dict[str, tuple[str, int]]) -> str:
    usual = 'interval = "5s"\ntimeout = "3s"\n'
    text = ""
    for number, name in enumerate(BEHAVIOURS):
        text += f'[components.h-{number}]\nkind = "http"\nname = "{name}"\nurl = "{url}/{name}"\n{usual}'
    for name, port in lines.items():
        kind = name.split("-")[0]
        text += f'[components.m-{name}]\nkind = "{kind}"\nhost = "127.0.0.1"\nport = {port}\n{usual}'
        text += 'encryption = "none"\n'
    for name, (scheme, port) in databases.items():
        text += f'[components.d-{name}]\nkind = "database"\nurl = "{scheme}://reader@127.0.0.1:{port}/gifts"\n{usual}'
    for name in RECEIVERS:
        text += f'[channels.evil-{name}]\nkind = "webhook"\nurl = "{url}/{name}"\n'
    return text
