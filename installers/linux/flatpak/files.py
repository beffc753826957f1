"""Writes what flatpak-builder needs: python installers/linux/flatpak/files.py --output dist/flatpak

That is the manifest, and ``wheels.json``: the address and the hash of every wheel, as uv.lock has them, for each
processor. A Flatpak is built without a network, from what is listed. With ``--tag`` and ``--commit`` the manifest is
the one for Flathub, which builds from the public repository; without, it builds this checkout.
"""

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[2]
MANIFEST = HERE / "io.github.porchlight_monitor.porchlight.yaml"
REPOSITORY = "https://github.com/porchlight-monitor/porchlight.git"
PYTHON = (3, 13)
"""That of the runtime which the manifest names."""
PROCESSORS = ("x86_64", "aarch64")
_GLIBC = 42
"""The runtime has 2.42: wheels for an older one run there."""
_CHECKOUT = re.compile(r"      - type: dir\n        path: \.\./\.\.\n        skip: .*\n")

Package = Mapping[str, Any]
Source = dict[str, str | list[str]]


class Unavailable(Exception):
    """A package has no wheel for a processor."""


def sources(lock: Mapping[str, Any], processors: Sequence[str] = PROCESSORS, *, glibc: int = _GLIBC) -> list[Source]:
    """Of all wheels that the program needs, for a C library of the version 2.``glibc``. Raises Unavailable."""
    wanted: dict[str, tuple[str, list[str]]] = {}
    for processor in processors:
        tags = {tag: rank for rank, tag in enumerate(_tags(processor, glibc))}
        for package in needed(lock, processor):
            url, digest = _best_wheel(package, tags, processor)
            wanted.setdefault(url, (digest, []))[1].append(processor)
    found: list[Source] = []
    for url, (digest, where) in sorted(wanted.items(), key=lambda one: one[0].rsplit("/", 1)[1].casefold()):
        source: Source = {"type": "file", "url": url, "sha256": digest}
        if len(where) < len(processors):
            source["only-arches"] = where
        found.append(source)
    return found


def needed(lock: Mapping[str, Any], processor: str) -> Iterator[Package]:
    """The packages that the program needs on Linux, but for itself, each once."""
    known: dict[str, list[Package]] = {}
    for package in lock["package"]:
        known.setdefault(package["name"], []).append(package)
    environment = {
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_machine": processor,
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{PYTHON[0]}.{PYTHON[1]}.0",
        "python_version": f"{PYTHON[0]}.{PYTHON[1]}",
        "sys_platform": "linux",
    }
    seen: set[tuple[str, str]] = set()
    listed: set[str] = set()
    waiting = [("porchlight", "", "")]
    while waiting:
        name, version, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        (package,) = (one for one in known[name] if version in ("", one["version"]))
        links = package.get("dependencies", []) if not extra else package["optional-dependencies"][extra]
        for link in links:
            if (marker := link.get("marker")) and not Marker(marker).evaluate(environment):
                continue
            waiting += [(link["name"], link.get("version", ""), one) for one in ("", *link.get("extra", ()))]
        if name != "porchlight" and name not in listed:
            listed.add(name)
            yield package


def _tags(processor: str, glibc: int) -> Iterator[Tag]:
    """What the runtime's Python can load, the best first."""
    platforms = [f"manylinux_2_{minor}_{processor}" for minor in range(glibc, 4, -1)]
    platforms += [f"manylinux2014_{processor}", f"linux_{processor}"]
    yield from cpython_tags(PYTHON, platforms=platforms)
    yield from compatible_tags(PYTHON, f"cp{PYTHON[0]}{PYTHON[1]}", platforms)


def _best_wheel(package: Package, tags: Mapping[Tag, int], processor: str) -> tuple[str, str]:
    best: tuple[int, str, str] | None = None
    for wheel in package.get("wheels", ()):
        file = wheel["url"].rsplit("/", 1)[1]
        ranks = [tags[tag] for tag in parse_wheel_filename(file)[3] if tag in tags]
        if ranks and (best is None or min(ranks) < best[0]):
            best = min(ranks), wheel["url"], wheel["hash"].removeprefix("sha256:")
    if best is None:
        raise Unavailable(f"{package['name']} {package['version']} has no wheel for {processor}.")
    return best[1:]


def manifest(tag: str = "", commit: str = "") -> str:
    """Of this checkout, or of a tag of the public repository."""
    text = MANIFEST.read_text(encoding="utf-8")
    if not tag:
        return text
    if not re.fullmatch(r"[0-9a-f]{40}", commit):
        raise SystemExit("A tag is named with the whole number of its commit: --tag v1.2.3 --commit …")
    public = f"      - type: git\n        url: {REPOSITORY}\n        tag: {tag}\n        commit: {commit}\n"
    return _CHECKOUT.sub(public, text)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=TOP / "dist/flatpak")
    parser.add_argument("--tag", default="")
    parser.add_argument("--commit", default="")
    args = parser.parse_args()
    lock = tomllib.loads((TOP / "uv.lock").read_text(encoding="utf-8"))
    try:
        found = sources(lock)
    except Unavailable as error:
        sys.exit(str(error))
    args.output.mkdir(parents=True, exist_ok=True)
    (args.output / MANIFEST.name).write_text(manifest(args.tag, args.commit), encoding="utf-8")
    (args.output / "wheels.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"{args.output / MANIFEST.name}: {len(found)} wheels")


if __name__ == "__main__":
    main()
