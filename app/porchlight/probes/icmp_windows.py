"""Echo requests on Windows, by IcmpSendEcho of iphlpapi (icmpapi.h): it needs no administrator. IPv4 only."""

import socket
import time

from porchlight.net.resolver import AddressInfo
from porchlight.probes.echoes import Echoes, PingNotAllowed

_PAUSE = 0.2
_NO_PATH = (11002, 11003)
"""IP_DEST_NET_UNREACHABLE, IP_DEST_HOST_UNREACHABLE (ipexport.h)."""


def send_echoes_windows(address: AddressInfo, count: int, patience: float) -> Echoes:
    """See send_echoes. Blocks, one request after the other: for a thread."""
    import ctypes

    family, _, _, _, target = address
    if family != socket.AF_INET:
        raise PingNotAllowed
    iphlpapi = ctypes.WinDLL("iphlpapi", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    iphlpapi.IcmpCreateFile.restype = ctypes.c_void_p
    iphlpapi.IcmpCloseHandle.argtypes = [ctypes.c_void_p]
    iphlpapi.IcmpSendEcho.argtypes = [
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_uint16,
        ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32, ctypes.c_uint32,
    ]  # fmt: skip
    handle = iphlpapi.IcmpCreateFile()
    if handle in (None, ctypes.c_void_p(-1).value):
        raise PingNotAllowed
    echoes = Echoes()
    destination = int.from_bytes(socket.inet_aton(str(target[0])), "little")
    try:
        for number in range(count):
            if number:
                time.sleep(_PAUSE)
            answer = ctypes.create_string_buffer(256)
            limit_ms = max(1, round(patience * 1000 / count))
            began = time.perf_counter()
            got = iphlpapi.IcmpSendEcho(handle, destination, b"porchlgt", 8, None, answer, 256, limit_ms)
            took = (time.perf_counter() - began) * 1000
            echoes.sent += 1
            # ICMP_ECHO_REPLY begins with the address and then the status, 0 for an answer.
            status = int.from_bytes(answer.raw[4:8], "little")
            if got and status in _NO_PATH:
                raise OSError("no path to the host")
            if got and status == 0:
                echoes.round_trips.append(took)
    finally:
        iphlpapi.IcmpCloseHandle(handle)
    return echoes
