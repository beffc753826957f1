"""The AppImage, round small stand-ins for the program and the runtime; "make appimage-test" has the real ones."""

import hashlib
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from installers.linux.flatpak import files
from porchlight import __version__
from tests.support import need

TOP = Path(__file__).parents[3]
HERE = Path(__file__).parent
TYPE_2 = b"AI\x02"
PROGRAM = r"""
#include <stdio.h>
#include <string.h>
int main(int count, char **arguments) {
    if (count > 1 && !strcmp(arguments[1], "--version")) puts("porchlight VERSION");
    else for (int one = 1; one < count; one++) puts(arguments[one]);
    return count > 1 && !strcmp(arguments[1], "health") ? 78 : 0;
}
"""


def _run(*command: object, **options: Any) -> "subprocess.CompletedProcess[str]":
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=120, **options)


def _compile(source: Path, program: Path) -> None:
    ran = _run(need("cc"), "-o", program, source)
    assert ran.returncode == 0, ran.stderr


def _mark(program: Path, mark: bytes = TYPE_2) -> None:
    content = bytearray(program.read_bytes())
    content[8:11] = mark
    program.write_bytes(content)


def _build(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "installers.linux.appimage.build", *arguments]
    inherited = {name: value for name, value in os.environ.items() if name != "APPIMAGE_RUNTIME"}
    return _run(*command, cwd=TOP, env={**inherited, "SOURCE_DATE_EPOCH": "1790000000", **environment})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a program, as it would be frozen, and a runtime."""
    need("mksquashfs")
    made = tmp_path_factory.mktemp("appimage")
    bundle = made / "porchlight"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "_internal" / "libit.so.1").write_bytes(b"it")
    (made / "program.c").write_text(PROGRAM.replace("VERSION", __version__))
    _compile(made / "program.c", bundle / "porchlight")
    (bundle / "porchlight").chmod(0o700)  # whatever the umask was
    _compile(HERE / "stand_in_runtime.c", made / "runtime")
    _mark(made / "runtime")
    return made


@pytest.fixture(scope="module")
def image(folder: Path) -> Path:
    ran = _build("--bundle", folder / "porchlight", "--output", folder, APPIMAGE_RUNTIME=str(folder / "runtime"))
    assert ran.returncode == 0, ran.stderr
    (built,) = folder.glob("*.AppImage")
    assert built.name == f"Porchlight-{__version__}-{os.uname().machine}.AppImage"
    return built


@pytest.fixture(scope="module")
def root(image: Path, folder: Path) -> Path:
    """What is in it, as it is found behind the runtime."""
    offset = (folder / "runtime").stat().st_size
    target = folder / "root"
    ran = _run(need("unsquashfs"), "-q", "-n", "-d", target, "-o", offset, image)
    assert ran.returncode == 0, ran.stderr
    return target


def test_it_is_a_runtime_of_type_2_with_a_squashfs_behind_it(image: Path, folder: Path) -> None:
    runtime = (folder / "runtime").read_bytes()
    content = image.read_bytes()
    assert content.startswith(runtime)
    assert content[8:11] == TYPE_2
    assert content[len(runtime) :].startswith(b"hsqs")
    assert os.access(image, os.X_OK)


def test_its_layout_is_an_appdirs(root: Path) -> None:
    top = {path.name for path in root.iterdir()}
    assert top == {"AppRun", ".DirIcon", "porchlight.desktop", "porchlight.svg", "usr"}
    assert (root / ".DirIcon").read_bytes().startswith(b"\x89PNG")
    for path in root.rglob("*"):
        assert path.resolve().is_relative_to(root.resolve()), path
        assert path.exists(), path
        assert path.stat().st_mode & stat.S_IROTH, path  # mounted, it is root's
    assert _run(root / "AppRun", "tray", "--demo", cwd="/").stdout == "tray\n--demo\n"
    assert _run(root / "usr/bin/porchlight", "--version").stdout == f"porchlight {__version__}\n"
    assert (root / "usr/lib/porchlight/_internal/libit.so.1").is_file()


def test_desktops_and_software_centres_understand_it(root: Path) -> None:
    ran = _run(need("desktop-file-validate"), root / "porchlight.desktop")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "Icon=porchlight\n" in (root / "porchlight.desktop").read_text()
    ran = _run(need("appstreamcli"), "validate-tree", "--no-net", root)
    assert ran.returncode == 0, ran.stdout


def test_its_own_test_runs_it(image: Path) -> None:
    for tool in ("desktop-file-validate", "appstreamcli"):
        need(tool)
    ran = _run("sh", TOP / "installers/linux/appimage/test.sh", image)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"It is porchlight {__version__}.\n" in ran.stdout
    assert ran.stdout.endswith("All is in order.\n")
    ran = _run(need("shellcheck"), TOP / "installers/linux/appimage/test.sh")
    assert ran.returncode == 0, ran.stdout


def test_the_same_input_makes_the_same_file(image: Path, folder: Path, tmp_path: Path) -> None:
    ran = _build("--bundle", folder / "porchlight", "--output", tmp_path, "--runtime", folder / "runtime")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / image.name).read_bytes() == image.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [image.name]


def test_without_its_parts_it_says_what_is_missing(folder: Path, tmp_path: Path) -> None:
    ran = _build("--bundle", folder / "porchlight", "--output", tmp_path)
    assert ran.returncode == 1
    assert ran.stderr.startswith("APPIMAGE_RUNTIME names no file: download the runtime from https://")
    ran = _build("--bundle", tmp_path, "--output", tmp_path, "--runtime", folder / "runtime")
    assert ran.stderr == f"{tmp_path} holds no program: run “make bundle” first.\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("fault", ["no program", "type 1", "another processor"])
def test_a_runtime_that_could_not_run_it_is_refused(folder: Path, tmp_path: Path, fault: str) -> None:
    runtime = tmp_path / "runtime"
    shutil.copy(folder / "runtime", runtime)
    if fault == "no program":
        runtime.write_text("<html>Not found</html>")
    elif fault == "type 1":
        _mark(runtime, b"AI\x01")
    else:
        content = bytearray(runtime.read_bytes())
        content[18] = 183 if content[18] != 183 else 62
        runtime.write_bytes(content)
    ran = _build("--bundle", folder / "porchlight", "--output", tmp_path / "made", "--runtime", runtime)
    assert ran.returncode == 1
    assert f"is not a type 2 runtime for {os.uname().machine}" in ran.stderr
    assert not (tmp_path / "made").exists()


def _fetch(folder: Path, hashed: bytes) -> "subprocess.CompletedProcess[str]":
    """Run the script that downloads the runtime, as one with another hash in its list, from a folder."""
    scripts = folder / "installers/linux/appimage"
    scripts.mkdir(parents=True, exist_ok=True)
    shutil.copy(TOP / "installers/linux/appimage/runtime.sh", scripts)
    digest = hashlib.sha256(hashed).hexdigest()
    (scripts / "runtime.sha256").write_text(f"{digest}  runtime-{os.uname().machine}\n")
    environment = {**os.environ, "APPIMAGE_RUNTIMES": f"file://{folder}"}
    return _run("sh", scripts / "runtime.sh", env=environment)


def test_only_the_runtime_that_is_pinned_is_taken(tmp_path: Path) -> None:
    need("curl")
    name = f"runtime-{os.uname().machine}"
    (tmp_path / name).write_bytes(b"the runtime")
    ran = _fetch(tmp_path, b"the runtime")
    assert ran.returncode == 0, ran.stderr
    fetched = tmp_path / "build" / name
    assert ran.stdout.strip() == str(fetched.resolve())
    assert fetched.read_bytes() == b"the runtime"
    (tmp_path / name).unlink()
    assert _fetch(tmp_path, b"the runtime").returncode == 0, "what is there is not fetched again"
    (tmp_path / name).write_bytes(b"another one")
    ran = _fetch(tmp_path, b"the one that we tried")
    assert ran.returncode == 1
    assert not ran.stdout
    assert not fetched.exists()


def test_a_runtime_is_pinned_for_each_processor() -> None:
    lines = (TOP / "installers/linux/appimage/runtime.sha256").read_text().splitlines()
    assert [line.split("  ")[1] for line in lines] == [f"runtime-{one}" for one in files.PROCESSORS]
    assert all(re.fullmatch(r"[0-9a-f]{64}  \S+", line) for line in lines)
    assert not _run(need("shellcheck"), TOP / "installers/linux/appimage/runtime.sh").stdout
