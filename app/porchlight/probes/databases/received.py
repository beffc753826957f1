"""How much a server has sent, by the system's own count: for drivers without a limit."""

import socket
import struct
import sys
from typing import Final

_AT: Final = 128
"""Where ``tcpi_bytes_received`` is in Linux's ``struct tcp_info``: after 8 bytes, 24 numbers of 4 bytes and two of 8
and ``tcpi_bytes_acked`` (linux/tcp.h)."""

if sys.platform == "linux":

    def received_bytes(handle: int) -> int | None:
        """Bytes received over the TCP connection of this descriptor; None where the system does not report it."""
        with socket.socket(fileno=socket.dup(handle)) as sock:
            if sock.family not in (socket.AF_INET, socket.AF_INET6):
                return None
            info = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _AT + 8)
        return int(struct.unpack_from("=Q", info, _AT)[0]) if len(info) >= _AT + 8 else None

else:

    def received_bytes(handle: int) -> int | None:
        """Bytes received over the TCP connection of this descriptor; None where the system does not report it."""
        return None
