"""A webhook receiver in a thread, for tests that run the program as a process beside it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Hook:
    """``status`` is what it answers, with ``headers``; ``refused`` counts what it did not take."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    refused: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int, seconds: float = 20) -> list[dict[str, Any]]:
        """The bodies, once there are so many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.bodies) >= count, seconds), self.bodies
            return list(self.bodies)

    def wait_for_event(self, event: str, seconds: float = 20) -> dict[str, Any]:
        """The first body of an event."""
        found: list[dict[str, Any]] = []

        def there() -> bool:
            found[:] = [body for body in self.bodies if body["event"] == event]
            return bool(found)

        with self.came:
            assert self.came.wait_for(there, seconds), [body["event"] for body in self.bodies]
        return found[0]


@contextmanager
def hook() -> Iterator[Hook]:
    """For as long as the block lasts."""
    made = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            content = self.rfile.read(length)
            if len(content) < length:  # whoever sent it was killed
                return
            body = json.loads(content)
            with made.came:
                if made.status == 200:
                    made.bodies.append(body)
                else:
                    made.refused += 1
                made.came.notify_all()
            self.send_response(made.status)
            self.send_header("Content-Length", "0")
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is written to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
