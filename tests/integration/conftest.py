"""Ports and servers for the integration tests."""

import socket

import pytest


@pytest.fixture
def unused_port() -> int:
    """A port on 127.0.0.1 on which nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
