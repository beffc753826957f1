"""The Debian package, built round a small stand-in for the program; "make deb-test" does it with the real one."""

import gzip
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from porchlight import __version__
from tests.support import need

TOP = Path(__file__).parents[3]
DEB = TOP / "installers" / "linux" / "deb"


def _run(*command: object, **options: object) -> "subprocess.CompletedProcess[str]":
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60, **options)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need("dpkg-deb")
    folder = tmp_path_factory.mktemp("deb")
    bundle = folder / "porchlight"
    (bundle / "_internal").mkdir(parents=True)
    program = bundle / "porchlight"
    program.write_text(f'#!/bin/sh\necho porchlight {__version__} "$@"\n')
    program.chmod(0o700)  # whatever the umask was
    (bundle / "_internal" / "libit.so.1").write_bytes(b"GLIBC_2.2.5\0GLIBC_2.35\0GLIBC_2.4\0")
    (bundle / "_internal" / "libit.so.1").chmod(0o755)
    command = [DEB / "build.py", "--bundle", bundle, "--output", folder, "--compression", "gzip"]
    ran = _run(sys.executable, *command, env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000"})
    assert ran.returncode == 0, ran.stderr
    (built,) = folder.glob("porchlight_*.deb")
    return built


@pytest.fixture(scope="module")
def root(package: Path) -> Path:
    folder = package.parent / "root"
    assert _run("dpkg-deb", "-x", package, folder).returncode == 0
    return folder


def test_it_says_what_it_is_and_what_it_needs(package: Path) -> None:
    said = _run("dpkg-deb", "--field", package).stdout
    assert f"Version: {__version__}\n" in said
    assert "Depends: libc6 (>= 2.35), libdbus-1-3, libegl1," in said
    assert "Maintainer: " in said
    needed = set(re.findall(r"lib[a-z0-9-]+", said.split("Depends: ")[1].split("\n")[0])) - {"libc6"}
    known = (TOP / "installers" / "linux" / "test-packages.sh").read_text()
    assert all(f"{name}:" in known for name in needed)  # the same ones with which it was tried
    assert not _run("dpkg-deb", "--info", package, "postinst").stdout


def test_the_command_reaches_the_program_from_anywhere(root: Path) -> None:
    ran = _run(root / "usr/bin/porchlight", "health", cwd="/")
    assert ran.stdout == f"porchlight {__version__} health\n"
    assert os.readlink(root / "usr/bin/porchlight") == "../lib/porchlight/porchlight"


def test_modes_are_debians_whatever_the_builder_has(root: Path) -> None:
    program = root / "usr/lib/porchlight/porchlight"
    for path in root.rglob("*"):
        if not path.is_symlink():
            wanted = 0o755 if path.is_dir() or path == program else 0o644
            assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_the_desktops_files_are_valid(root: Path) -> None:
    validate = need("desktop-file-validate")
    for name in ("porchlight.desktop", "porchlight-autostart.desktop"):
        ran = _run(validate, DEB / name)
        assert (ran.returncode, ran.stdout) == (0, "")
    started = (root / "usr/share/applications/porchlight.desktop").read_text()
    assert "Exec=porchlight tray\n" in started
    # Windows are matched to it by this name: app/porchlight/desktop/application.py.
    assert (
        'setDesktopFileName(application() or "porchlight")'
        in (TOP / "app/porchlight/desktop/application.py").read_text()
    )


def test_software_centres_understand_what_it_says_of_itself(root: Path) -> None:
    ran = _run(need("appstreamcli"), "validate-tree", "--no-net", root)
    assert ran.returncode == 0, ran.stdout
    (metainfo,) = (root / "usr/share/metainfo").iterdir()
    assert f'<release version="{__version__}" date="2026-09-21"/>' in metainfo.read_text()


def test_lintian_finds_nothing_that_is_not_explained(package: Path) -> None:
    ran = _run(need("lintian"), "--fail-on", "error,warning", package)
    assert ran.returncode == 0, ran.stdout


def test_its_units_are_those_of_the_repository_and_in_order(root: Path, tmp_path: Path) -> None:
    analyze = need("systemd-analyze")
    for scope in ("user", "system"):
        text = (root / f"usr/lib/systemd/{scope}/porchlight.service").read_text()
        assert re.search(r"(?m)^ExecStart=/usr/bin/porchlight watch\b", text)
        assert "~/.config/systemd" not in text
        assert "Into /etc" not in text
        copy = tmp_path / scope / "porchlight.service"
        copy.parent.mkdir()
        copy.write_text(text.replace("=/usr/bin/porchlight", f"={sys.executable}"))
        mode = ["--user"] if scope == "user" else []
        environment = {"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
        ran = _run(analyze, *mode, "verify", "--man=no", copy, env=environment)
        assert (ran.returncode, ran.stderr) == (0, "")


def test_icons_are_there_in_every_size(root: Path) -> None:
    icons = root / "usr/share/icons/hicolor"
    for size in (16, 24, 32, 48, 64, 128, 256):
        head = (icons / f"{size}x{size}/apps/porchlight.png").read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        assert int.from_bytes(head[16:20], "big") == size
    assert (icons / "scalable/apps/porchlight.svg").exists()


def test_the_manual_names_commands_that_there_are(root: Path) -> None:
    page = gzip.decompress((root / "usr/share/man/man1/porchlight.1.gz").read_bytes()).decode()
    assert "@" not in page
    said = _run(sys.executable, "-m", "porchlight", "--help", cwd=TOP).stdout
    for command in ("tray", "health", "status", "watch", "config", "secrets", "version"):
        assert re.search(rf"(?m)^\.BR? \"?{command}\b", page), command
        assert f"    {command} " in said


def test_without_a_program_it_says_what_to_do(tmp_path: Path) -> None:
    ran = _run(sys.executable, DEB / "build.py", "--bundle", tmp_path, "--output", tmp_path)
    assert ran.returncode == 1
    assert ran.stderr == f"{tmp_path} holds no program: run “make bundle” first.\n"


def test_the_same_input_makes_the_same_package(package: Path, tmp_path: Path) -> None:
    command = [
        DEB / "build.py",
        "--bundle",
        package.parent / "porchlight",
        "--output",
        tmp_path,
        "--compression",
        "gzip",
    ]
    assert _run(sys.executable, *command, env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000"}).returncode == 0
    (again,) = tmp_path.glob("*.deb")
    assert again.read_bytes() == package.read_bytes()
