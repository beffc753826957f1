"""What can be seen of the disk image without a Mac: settings, entitlements, scripts and the cask."""

import hashlib
import os
import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from porchlight import __version__
from tests.support import need

TOP = Path(__file__).parents[3]
MACOS = TOP / "installers" / "macos"
SCRIPTS = sorted([*MACOS.glob("*.sh"), *(TOP / "installers" / "linux" / "deb").glob("*.sh")])


def _package(*options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MACOS_")}
    return subprocess.run(
        ["sh", str(MACOS / "package.sh"), *options],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_in_order(script: Path) -> None:
    ran = subprocess.run([need("shellcheck"), str(script)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "")


def test_the_entitlements_are_the_fewest() -> None:
    with (MACOS / "entitlements.plist").open("rb") as file:
        assert plistlib.load(file) == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_it_signs_from_the_inside_out_then_notarises_then_staples() -> None:
    ran = _package(
        "--dry-run", MACOS_ARCH="arm64", MACOS_IDENTITY="Developer ID Application: Us (1)", MACOS_NOTARY_PROFILE="p"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    image = str(TOP / "dist" / f"Porchlight-{__version__}-arm64.dmg")
    assert lines[-1] == image

    def at(*words: str) -> int:
        (found,) = [number for number, line in enumerate(lines) if all(word in line for word in words)]
        return found

    order = [
        at("codesign", "each library"),
        at("codesign", "each program"),
        at("codesign", "--entitlements", "Porchlight.app'"),
        at("codesign", "--verify"),
        at("notarytool", ".zip"),
        at("stapler", "Porchlight.app"),
        at("dmgbuild"),
        at("codesign", "--sign", f"{image}'"),
        at("notarytool", ".dmg"),
        at("stapler", ".dmg"),
        at("spctl"),
    ]
    assert order == sorted(order)
    signing = [line for line in lines if line.startswith("codesign") and "--sign" in line and ".dmg" not in line]
    assert all("'--options' 'runtime'" in line and "--timestamp" in line for line in signing)
    assert not any("--deep" in line for line in signing)


def test_without_an_identity_it_says_that_nothing_is_signed() -> None:
    ran = _package("--dry-run", MACOS_ARCH="x86_64", MACOS_NOTARY_PROFILE="p")
    assert ran.returncode == 0
    assert "Not signed" in ran.stderr
    assert not any(word in ran.stdout for word in ("codesign", "notarytool", "stapler"))
    assert "x86_64.dmg" in ran.stdout


def test_wrong_use_is_said() -> None:
    assert _package("--dry-run", MACOS_ARCH="sparc").returncode == 64
    assert _package("--sign").returncode == 64


def test_without_a_certificate_the_command_runs_all_the_same() -> None:
    ran = subprocess.run(
        ["sh", str(MACOS / "with_keychain.sh"), "echo", "ran"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "ran\n"


def test_the_image_has_the_app_beside_applications() -> None:
    settings: dict[str, object] = {"defines": {"app": "dist/Porchlight.app"}}
    exec(compile((MACOS / "dmg_settings.py").read_text(), "dmg_settings.py", "exec"), settings)
    assert settings["files"] == ["dist/Porchlight.app"]
    assert settings["symlinks"] == {"Applications": "/Applications"}
    assert settings["icon_locations"].keys() == {"Porchlight.app", "Applications"}  # type: ignore[attr-defined]


def test_the_cask_names_both_images_by_what_is_in_them(tmp_path: Path) -> None:
    images = [tmp_path / "arm64.dmg", tmp_path / "x86_64.dmg"]
    for image in images:
        image.write_bytes(image.name.encode())
    ran = subprocess.run(
        [sys.executable, str(MACOS / "cask.py"), "1.2.3", *map(str, images)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert 'version "1.2.3"' in ran.stdout
    for image in images:
        assert hashlib.sha256(image.read_bytes()).hexdigest() in ran.stdout
    assert "@" not in ran.stdout
    # The agent that "start at login" writes, which goes with the app.
    assert '"org.porchlight.tray"' in ran.stdout
    assert '_LABEL = "org.porchlight.tray"' in (TOP / "app/porchlight/desktop/platform/autostart.py").read_text()
