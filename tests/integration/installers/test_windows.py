"""What can be seen here of how the installer for Windows is signed and packed there; tests/windows runs it."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from installers.windows.package import commands
from porchlight import __version__

TOP = Path(__file__).parents[3]


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Windows' folder for programs, with two versions of the tool that signs."""
    for version in ("10.0.17763.0", "10.0.26100.0"):
        tool = tmp_path / "Windows Kits" / "10" / "bin" / version / "x64" / "signtool.exe"
        tool.parent.mkdir(parents=True)
        tool.touch()
    return tmp_path


def test_programs_are_signed_then_packed_with_a_signed_uninstaller_then_all_is_verified(programs: Path) -> None:
    sign, pack, verify = commands("1.2.3", programs, certificate=r"C:\a b\c.pfx", password="secret")
    assert "10.0.26100.0" in sign[0]
    assert [Path(word).name for word in sign[-2:]] == ["porchlight.exe", "porchlight-tray.exe"]
    assert pack[0].endswith("ISCC.exe")
    assert {"/DVersion=1.2.3", "/DSign"} <= set(pack)
    (tool,) = [word for word in pack if word.startswith("/Sporchlight=")]
    assert tool.startswith(f"/Sporchlight=$q{sign[0]}$q sign /q /fd sha256")
    assert tool.endswith(r"/f $qC:\a b\c.pfx$q /p secret $f")
    assert verify[1] == "verify"
    assert [Path(word).name for word in verify[-3:]] == [
        "porchlight.exe",
        "porchlight-tray.exe",
        "porchlight-1.2.3-windows-x64-setup.exe",
    ]
    assert (TOP / "installers" / "windows" / "porchlight.iss").samefile(pack[-1])


def test_without_a_certificate_it_says_that_nothing_is_signed() -> None:
    command = [sys.executable, "-m", "installers.windows.package", "--dry-run"]
    ran = subprocess.run(command, cwd=TOP, env={}, capture_output=True, text=True, check=True)
    assert ran.stderr.startswith("Not signed: WINDOWS_CERTIFICATE is not set.")
    assert f"/DVersion={__version__}" in ran.stdout
    assert "sign" not in ran.stdout.replace("/DSign", "")


def test_what_is_said_on_trial_has_no_password() -> None:
    given = {"WINDOWS_CERTIFICATE": base64.b64encode(b"x").decode(), "WINDOWS_CERTIFICATE_PASSWORD": "a-password"}
    command = [sys.executable, "-m", "installers.windows.package", "--dry-run"]
    ran = subprocess.run(command, cwd=TOP, env=given, capture_output=True, text=True, check=True)
    assert "signtool" in ran.stdout
    assert "a-password" not in ran.stdout + ran.stderr
