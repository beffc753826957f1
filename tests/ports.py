"""Ports that nobody listens on, and that the system gives to nobody meanwhile."""

import random
import socket

_BELOW_EPHEMERAL = range(18_000, 30_000)
"""Linux, Windows and macOS give connections ports above these; tests beside this one get theirs from the system."""


def free_port() -> int:
    """One on loopback. The system would give one that it may give again before it is used."""
    while True:
        port = random.SystemRandom().choice(_BELOW_EPHEMERAL)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
