"""Whether this computer is connected, as Linux' routes tell it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from porchlight.desktop.platform.routes import adapters_in_use, is_disconnected

_HEADER = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"
_DEFAULT = "wlan0 00000000 0101A8C0 0003 0 0 600 00000000 0 0 0\n"
_LAN = "wlan0 0001A8C0 00000000 0001 0 0 600 00FFFFFF 0 0 0\n"
_BRIDGE = "docker0 000011AC 00000000 0001 0 0 0 0000FFFF 0 0 0\n"
_UNREACHABLE = "eth0 00000000 00000000 0201 0 0 600 00000000 0 0 0\n"

_NONE, _GATEWAY = "0" * 32, "fd" + "0" * 29 + "1"
_DEFAULT_6 = f"{_NONE} 00 {_NONE} 00 {_GATEWAY} 00000400 00000003 00000000 00000003 eth0\n"
_NO_DEFAULT_6 = f"{_NONE} 00 {_NONE} 00 {_NONE} ffffffff 00000001 00000000 00200200 lo\n"
_LINK_LOCAL_6 = f"fe80{'0' * 28} 40 {_NONE} 00 {_NONE} 00000100 00000002 00000000 00000001 eth0\n"
_MULTICAST_6 = f"ff{'0' * 30} 08 {_NONE} 00 {_NONE} 00000100 00000003 00000000 00000001 eth0\n"


@pytest.mark.parametrize(
    ("ipv4", "ipv6", "found"),
    [
        (_DEFAULT + _LAN, "", {"wlan0": True}),
        (_LAN + _BRIDGE, _NO_DEFAULT_6, {"wlan0": False, "docker0": False}),
        ("", _DEFAULT_6 + _LINK_LOCAL_6, {"eth0": True}),
        ("", _NO_DEFAULT_6 + _LINK_LOCAL_6 + _MULTICAST_6, {}),
        (_UNREACHABLE, "", {}),
        ("", "", {}),
    ],
)
def test_an_adapter_counts_once_a_route_leads_through_it(ipv4: str, ipv6: str, found: dict[str, bool]) -> None:
    assert adapters_in_use(_HEADER + ipv4, ipv6) == found


_OTHER_LAN = "{} 0001A8C0 00000000 0001 0 0 600 00FFFFFF 0 0 0\n"
_TUNNEL = "tun0 00000000 0101A8C0 0003 0 0 50 00000000 0 0 0\n"
_WIFI, _CABLE = {"wlan0/device": "", "wlan0/carrier": "1"}, {"eth0/device": "", "eth0/carrier": "1"}
_PULLED = _CABLE | {"eth0/carrier": "0"}


@pytest.mark.parametrize(
    ("ipv4", "ipv6", "adapters", "leads_out", "disconnected"),
    [
        (_DEFAULT, "", _WIFI, True, False),
        (_DEFAULT, "", {"wlan0/device": ""}, True, False),  # no carrier is told
        (_DEFAULT, "", {}, True, False),  # a mobile modem, a container
        (_LAN, "", _WIFI, False, False),  # no way to the internet
        (_LAN, "", {}, False, False),  # a container in such a network, or no look at the adapters
        (_OTHER_LAN.format("br0"), "", _CABLE | {"br0/lower_bond0": "", "bond0/lower_eth0": ""}, False, False),
        (_BRIDGE, "", _PULLED | {"docker0/lower_veth1": ""}, False, True),
        (_TUNNEL, "", {"tun0/tun_flags": ""} | _WIFI, True, False),
        ("", _DEFAULT_6, _CABLE, False, False),
        ("", None, _CABLE, True, False),  # routes in a table of their own
        ("", None, _PULLED, True, True),  # the tunnel's routes stay in theirs
        (_DEFAULT.replace("wlan0", "eth0"), "", _PULLED, True, True),
        ("", "", _CABLE, False, True),
        (None, None, _CABLE, False, None),
        ("wlan0 00000000 0101A8C0 broken 0 0 600 00000000 0 0 0\n", "", _WIFI, False, None),
        ("wl\xe4n 00000000\n", "", _WIFI, False, None),
    ],
)
def test_it_is_disconnected_only_where_nothing_leads_out(
    tmp_path: Path,
    ipv4: str | None,
    ipv6: str | None,
    adapters: dict[str, str],
    leads_out: bool,
    disconnected: bool | None,
) -> None:
    """None is a file that is not there."""
    if ipv4 is not None:
        (tmp_path / "route").write_text(_HEADER + ipv4, encoding="latin-1")
    if ipv6 is not None:
        (tmp_path / "ipv6_route").write_text(ipv6)
    for place, content in adapters.items():
        path = tmp_path / "adapters" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    assert is_disconnected(str(tmp_path), str(tmp_path / "adapters"), lambda: leads_out) is disconnected


_UNPLUGGED = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication, QTimer
from porchlight.desktop.platform.system_events import Network

def ip(command):
    subprocess.run(["ip", *command.split()], check=True)

app = QCoreApplication([])
network = Network()
steps = [
    lambda: [ip(one) for one in (
        "link add cable0 type veth peer name socket0", "address add 192.0.2.2/24 dev cable0",
        "link set cable0 up", "link set socket0 up", "route add default via 192.0.2.1",
    )],
    lambda: ip("link set cable0 down"),
    app.quit,
]
def on(disconnected):
    print("disconnected" if disconnected else "connected", flush=True)
    steps.pop(0)()
network.changed.connect(on)
QTimer.singleShot(0, steps.pop(0))
QTimer.singleShot(20000, app.quit)
app.exec()
sys.exit("PySide6.QtNetwork" in sys.modules)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux' routes")
def test_a_cable_that_is_pulled_is_noticed_without_qt_s_network_library() -> None:
    """In a network of its own, which is not connected at first."""
    apart = ["unshare", "--user", "--map-root-user", "--net"]
    if not all(map(shutil.which, ("unshare", "ip"))) or subprocess.run([*apart, "true"], check=False).returncode:
        pytest.skip("no network of its own can be made here")
    done = subprocess.run(
        [*apart, sys.executable, "-c", _UNPLUGGED],
        env={**os.environ, "PYTHONPATH": "."},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("connected\ndisconnected\n", 0)
