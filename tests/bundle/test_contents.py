"""What is in the bundle: nothing of Qt that is not used, no GTK, and not more than it may weigh."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from installers.bundle import qt
from tests.support import need

_MOST_UNPACKED = 205_000_000
_MOST_PACKED = 75_000_000
_OTHER_TOOLKITS = re.compile(r"lib(gtk|gdk|pango|atk|cairo)[-_.\d]")


def _files(bundle: Path) -> list[Path]:
    return [path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink()]


def test_only_modules_and_plug_ins_of_qt_that_are_used_are_in_it(bundle: Path) -> None:
    names = [str(path.relative_to(bundle)) for path in _files(bundle)]
    modules = {found[1] for name in names if (found := re.search(r"/PySide6/(Qt\w+)\.abi3\.so$", name))}
    libraries = {f"Qt{found[1]}" for name in names if (found := re.search(r"/libQt6(\w+)\.so", name))}
    plugins = {qt.plugin_name(name) for name in names if "/Qt/plugins/" in name}
    assert modules == qt.MODULES
    assert libraries <= qt.LIBRARIES, libraries - qt.LIBRARIES
    assert plugins <= qt.PLUGINS, plugins - qt.PLUGINS
    assert {"platforms/qxcb", "platforms/qwayland", "iconengines/qsvgicon"} <= plugins


def test_what_pyside_modules_the_code_imports_is_what_comes_along() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path("app").rglob("*.py"))
    imported = set(re.findall(r"from PySide6\.(Qt\w+) import", code))
    assert imported == qt.MODULES


def test_no_other_toolkit_and_no_texts_that_nobody_reads(bundle: Path) -> None:
    names = [path.name for path in bundle.rglob("*")]
    assert [name for name in names if _OTHER_TOOLKITS.match(name)] == []
    texts = {name for name in names if name.endswith(".qm")}
    assert texts == {f"qtbase_{language}.qm" for language in qt.LANGUAGES}


@pytest.mark.timeout(300)
def test_it_weighs_what_it_may(bundle: Path, tmp_path: Path) -> None:
    unpacked = sum(path.stat().st_size for path in _files(bundle))
    packed = tmp_path / "porchlight.tar.xz"
    packing = [
        need("tar"),
        "-C",
        bundle.parent,
        f"--use-compress-program={need('xz')} -T0 -1",
        "-cf",
        packed,
        bundle.name,
    ]
    subprocess.run(packing, check=True)
    assert unpacked <= _MOST_UNPACKED
    assert packed.stat().st_size <= _MOST_PACKED


_UNICODE = """
from functools import cmp_to_key
from PySide6.QtCore import QCollator, QLocale
names = ["zeta", "ñandú", "nube", "oso", "Ábaco"]
assert sorted(names, key=cmp_to_key(QCollator(QLocale("es_ES")).compare)) == ["Ábaco", "nube", "ñandú", "oso", "zeta"]
assert sorted(["Я", "日", "a"], key=cmp_to_key(QCollator(QLocale("de_DE")).compare)) == ["a", "Я", "日"]
assert QLocale("de").toUpper("straße ñ") == "STRASSE Ñ"
print(next(line for line in open("/proc/self/maps") if "libicudata" in line))
"""


def test_the_smaller_data_of_unicode_serve_qt(bundle: Path) -> None:
    """Asked with the checkout's Qt and the bundle's data: the frozen program runs no code of ours."""
    libraries = bundle / "_internal" / "PySide6" / "Qt" / "lib"
    done = subprocess.run(
        [sys.executable, "-c", _UNICODE],
        env={**os.environ, "LD_LIBRARY_PATH": str(libraries)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(libraries) in done.stdout
    (data,) = libraries.glob("libicudata.so.*")
    assert data.stat().st_size < 5_000_000
