"""Policies of the real registry: run on Windows, and by a Windows Python under Wine (``make windows-unit-test``)."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from porchlight.runtime.kinds import load_settings
from porchlight.settings.policy import WINDOWS_KEY, system_policy

if sys.platform != "win32":
    pytest.skip("the registry of Windows", allow_module_level=True)

import winreg

Values = Mapping[str, Mapping[str, tuple[int, int | str | list[str] | bytes]]]
"""By key below ours, by name: type and value."""


def remove(root: int, key: str) -> None:
    try:
        with winreg.OpenKey(root, key, access=winreg.KEY_ALL_ACCESS) as opened:
            while winreg.QueryInfoKey(opened)[0]:
                remove(root, f"{key}\\{winreg.EnumKey(opened, 0)}")
        winreg.DeleteKey(root, key)
    except FileNotFoundError:
        pass


def write(root: int, values: Values) -> None:
    for key, named in values.items():
        place = f"{WINDOWS_KEY}\\{key}" if key else WINDOWS_KEY
        try:
            with winreg.CreateKeyEx(root, place) as opened:
                for name, (kind, value) in named.items():
                    winreg.SetValueEx(opened, name, 0, kind, value)
        except PermissionError:
            pytest.skip("only an administrator may write policies")


def remove_all() -> None:
    for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
        remove(root, WINDOWS_KEY)


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    remove_all()
    yield
    remove_all()


def test_without_a_key_there_is_no_policy() -> None:
    assert not system_policy().values


def test_a_policy_of_the_user_is_read_with_all_types(tmp_path: Path) -> None:
    write(
        winreg.HKEY_CURRENT_USER,
        {
            "": {
                "Settings": (winreg.REG_MULTI_SZ, ["[components.site]", 'kind = "http"', 'url = "https://a.example"'])
            },
            "monitor": {
                "interval": (winreg.REG_SZ, "30s"),
                "confirmations": (winreg.REG_DWORD, 1),
                "connectivity_urls": (winreg.REG_MULTI_SZ, ["https://a.example/204"]),
            },
            "updates": {"check": (winreg.REG_DWORD, 0)},
            "export\\prometheus": {"enabled": (winreg.REG_DWORD, 1), "port": (winreg.REG_DWORD, 9999)},
        },
    )
    file = tmp_path / "settings.toml"
    file.write_text('[monitor]\ninterval = "5m"\n[updates]\ncheck = true\n', encoding="utf-8")
    found = load_settings(str(file))
    assert [str(problem) for problem in found.all_problems()] == []
    assert (found.monitor.interval, found.monitor.confirmations) == (30, 1)
    assert found.monitor.connectivity_urls == ("https://a.example/204",)
    assert found.updates.check is False
    assert (found.export.prometheus.enabled, found.export.prometheus.port) == (True, 9999)
    assert [item.component.id for item in found.components] == ["site"]
    assert found.policy.origins["monitor", "interval"] == f"HKCU\\{WINDOWS_KEY}"


def test_the_computers_policy_comes_before_the_users() -> None:
    write(winreg.HKEY_LOCAL_MACHINE, {"monitor": {"interval": (winreg.REG_SZ, "1h")}})
    write(
        winreg.HKEY_CURRENT_USER,
        {"monitor": {"interval": (winreg.REG_SZ, "30s"), "timeout": (winreg.REG_SZ, "9s")}},
    )
    policy = system_policy()
    assert policy.table("monitor") == {"interval": "1h", "timeout": "9s"}
    assert policy.origins["monitor", "interval"] == f"HKLM\\{WINDOWS_KEY}"
    assert policy.origins["monitor", "timeout"] == f"HKCU\\{WINDOWS_KEY}"


def test_what_is_unusable_in_the_registry_stops_nothing(tmp_path: Path) -> None:
    write(
        winreg.HKEY_CURRENT_USER,
        {"monitor": {"interval": (winreg.REG_SZ, "soon"), "timeout": (winreg.REG_BINARY, b"\0\1")}},
    )
    found = load_settings(str(tmp_path / "none.toml"))
    assert len(found.all_problems()) == 1
    assert found.monitor.interval == 60
