"""The Flatpak's manifest, its list of wheels, and what is put into it. A whole build needs Flathub's runtime."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from installers.linux.flatpak import files, install
from porchlight import __version__
from tests.support import need

TOP = Path(__file__).parents[3]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def _run(*command: object, **options: Any) -> "subprocess.CompletedProcess[str]":
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=120, **options)


@pytest.fixture(scope="module")
def lock() -> dict[str, Any]:
    return tomllib.loads((TOP / "uv.lock").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flatpak")
    ran = _run(sys.executable, "installers/linux/flatpak/files.py", "--output", folder, cwd=TOP)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the last module of the manifest does."""
    folder = tmp_path_factory.mktemp("app")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000"}
    ran = _run(sys.executable, "installers/linux/flatpak/install.py", "--prefix", folder, cwd=TOP, env=environment)
    assert ran.returncode == 0, ran.stderr
    return folder


def test_it_asks_for_little() -> None:
    manifest = yaml.safe_load(files.manifest())
    assert set(manifest["finish-args"]) == {
        "--share=network",
        "--share=ipc",
        "--socket=wayland",
        "--socket=fallback-x11",
        "--talk-name=org.kde.StatusNotifierWatcher",
        "--talk-name=org.freedesktop.secrets",
    }
    assert manifest["id"] == install.ID == files.MANIFEST.stem
    assert manifest["command"] == "porchlight"


def test_every_wheel_is_listed_with_the_hash_of_the_lock_file(lock: dict[str, Any], output: Path) -> None:
    listed = json.loads((output / "wheels.json").read_text())
    known = {wheel["url"]: wheel["hash"] for package in lock["package"] for wheel in package.get("wheels", ())}
    assert all(known[one["url"]] == f"sha256:{one['sha256']}" for one in listed)
    assert all(one["url"].startswith("https://files.pythonhosted.org/") for one in listed)
    (ours,) = (package for package in lock["package"] if package["name"] == "porchlight")
    wanted = {one["name"] for one in ours["dependencies"] if "win32" not in one.get("marker", "")}
    for processor in files.PROCESSORS:
        here = [one["url"] for one in listed if processor in one.get("only-arches", files.PROCESSORS)]
        names = {re.sub(r"[-_.]+", "-", url.rsplit("/", 1)[1].split("-")[0]).lower() for url in here}
        assert len(names) == len(here), "a package twice"
        assert wanted <= names
        assert {"shiboken6", "dbus-fast", "secretstorage", "jeepney", "cffi"} <= names  # needed by those
        assert not {"pytest", "winrt-runtime", "pywin32-ctypes", "rubicon-objc"} & names
        assert not [url for url in here if f"cp{files.PYTHON[0]}{files.PYTHON[1] + 1}-" in url]


def test_a_package_without_a_wheel_is_named(lock: dict[str, Any]) -> None:
    with pytest.raises(files.Unavailable, match="has no wheel for riscv64"):
        files.sources(lock, ["riscv64"])


def test_the_one_for_flathub_is_built_from_the_public_repository() -> None:
    manifest = yaml.safe_load(files.manifest("v1.2.3", COMMIT))
    (source,) = manifest["modules"][-1]["sources"]
    assert source == {"type": "git", "url": files.REPOSITORY, "tag": "v1.2.3", "commit": COMMIT}
    with pytest.raises(SystemExit, match="whole number"):
        files.manifest("v1.2.3")


def test_flatpak_builder_understands_it(output: Path) -> None:
    ran = _run(need("flatpak-builder"), "--show-manifest", output / files.MANIFEST.name, cwd=output)
    assert ran.returncode == 0, ran.stderr
    shown = json.loads(ran.stdout)
    names = [module["name"] for module in shown["modules"]]
    assert names == ["xcb-util-cursor", "wheels", "porchlight"]
    assert len(shown["modules"][1]["sources"]) == len(json.loads((output / "wheels.json").read_text()))


def test_what_is_installed_runs(prefix: Path, tmp_path: Path) -> None:
    (site,) = (prefix / "lib").glob("python*/site-packages")
    environment = {**os.environ, "PYTHONPATH": str(site), "HOME": str(tmp_path)}
    ran = _run(sys.executable, prefix / "bin/porchlight", "--version", env=environment, cwd=tmp_path)
    assert ran.stdout == f"porchlight {__version__}\n"
    asked = (
        "import porchlight, importlib.metadata as m; from porchlight.resource_files import resource;"
        "print(porchlight.__file__, resource('icons/porchlight.svg'), m.version('porchlight'))"
    )
    ran = _run(sys.executable, "-c", asked, env=environment, cwd=tmp_path)
    package = site / "porchlight"
    assert ran.stdout.split() == [
        f"{package}/__init__.py",
        f"{package}/resources/icons/porchlight.svg",
        __version__,
    ]
    assert list(package.rglob("porchlight.mo"))
    assert not list(package.rglob("*.po"))
    assert list(package.rglob("*.pyc"))
    assert os.access(prefix / "bin/porchlight", os.X_OK)


def test_the_desktops_files_are_valid_and_carry_its_name(prefix: Path, tmp_path: Path) -> None:
    file = prefix / f"share/applications/{install.ID}.desktop"
    ran = _run(need("desktop-file-validate"), file)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert f"Icon={install.ID}\n" in file.read_text()
    assert "Exec=porchlight tray\n" in file.read_text()
    assert (prefix / f"share/icons/hicolor/scalable/apps/{install.ID}.svg").exists()
    shutil.copytree(prefix / "share", tmp_path / "usr/share")  # where the validator looks
    ran = _run(need("appstreamcli"), "validate-tree", "--no-net", tmp_path)
    assert ran.returncode == 0, ran.stdout
    about = (prefix / f"share/metainfo/{install.ID}.metainfo.xml").read_text()
    assert f'<launchable type="desktop-id">{install.ID}.desktop</launchable>' in about
    assert f'<release version="{__version__}" date="2026-09-21"/>' in about
    assert "@" not in about


STAND_IN = r"""#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
case "$(basename "$0") $*" in
"flatpak --default-arch") echo x86_64 ;;
"flatpak build-bundle"*) : >"$4" ;;
"flatpak run"*--version) echo "porchlight $SAYS" ;;
"flatpak run"*health) exit 78 ;;
esac
"""


def _with_stand_ins(folder: Path, *command: object, says: str = __version__) -> "subprocess.CompletedProcess[str]":
    """Run a script with stand-ins for Flatpak's programs, which note how they are called."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    for name in ("flatpak", "flatpak-builder"):
        (programs / name).write_text(STAND_IN)
        (programs / name).chmod(0o755)
    (programs / "dbus-run-session").write_text('#!/bin/sh\nshift\nexec "$@"\n')
    (programs / "dbus-run-session").chmod(0o755)
    where = {"PATH": f"{programs}:{os.environ['PATH']}", "CALLS": str(folder / "calls"), "SAYS": says}
    return _run(*command, env={**os.environ, **where})


def test_the_whole_build_asks_for_flathubs_runtime_and_makes_one_file(tmp_path: Path) -> None:
    for name in ("app/porchlight/__init__.py", "installers/linux/flatpak/build.sh"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TOP / name, tmp_path / name)
    (tmp_path / "dist").mkdir()
    ran = _with_stand_ins(tmp_path, "sh", tmp_path / "installers/linux/flatpak/build.sh")
    assert ran.returncode == 0, ran.stderr
    file = f"dist/Porchlight-{__version__}-x86_64.flatpak"
    assert ran.stdout == f"{file}\n"
    assert (tmp_path / file).exists()
    added, built, asked, packed = (tmp_path / "calls").read_text().splitlines()
    assert added.startswith("flatpak remote-add --user ")
    assert "--install-deps-from=flathub" in built
    assert built.endswith(f" dist/flatpak/{install.ID}.yaml")
    assert asked == "flatpak --default-arch"
    assert packed.startswith("flatpak build-bundle --runtime-repo=https://dl.flathub.org/")
    assert packed.endswith(f" {file} {install.ID}")


def test_its_own_test_runs_it_and_removes_it(tmp_path: Path) -> None:
    script = TOP / "installers/linux/flatpak/test.sh"
    file = tmp_path / f"Porchlight-{__version__}-x86_64.flatpak"
    ran = _with_stand_ins(tmp_path, "sh", script, file)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.endswith("All is in order.\n")
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls[0] == f"flatpak install --user --noninteractive --or-update {file}"
    assert calls[-1] == f"flatpak uninstall --user --noninteractive --delete-data {install.ID}"
    ran = _with_stand_ins(tmp_path, "sh", script, file, says="9.9.9")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (1, "Its name tells another version.")
    for one in ("build.sh", "test.sh"):
        assert not _run(need("shellcheck"), script.with_name(one)).stdout
