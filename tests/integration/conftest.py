"""Ports and servers for the integration tests."""

import pytest

from tests.ports import free_port


@pytest.fixture
def unused_port() -> int:
    """A port on 127.0.0.1 on which nothing listens."""
    return free_port()
