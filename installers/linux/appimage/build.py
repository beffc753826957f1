"""Makes an AppImage of the frozen program: python -m installers.linux.appimage.build --runtime runtime-x86_64

That is one file which runs without being installed: the AppImage project's runtime, and a squashfs behind it, whose
layout is theirs too (AppImage, "AppDir specification"; "AppImage specification", type 2). The runtime is named by
``--runtime`` or ``APPIMAGE_RUNTIME``; nothing is downloaded.
"""

import argparse
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from installers.linux.deb.build import lay_desktop_files, set_modes

TOP = Path(__file__).resolve().parents[3]
RUNTIMES = "https://github.com/AppImage/type2-runtime/releases"
_PROCESSORS = {62: "x86_64", 183: "aarch64"}
"""By their numbers in ELF's ``e_machine``."""
_HEAD = 20
_TYPE_2 = b"AI\x02"


def build(bundle: Path, output: Path, version: str, runtime: Path) -> Path:
    """Write the AppImage and return its path. SystemExit where something is not what it has to be; CalledProcessError
    from mksquashfs."""
    if not (bundle / "porchlight").is_file():
        sys.exit(f"{bundle} holds no program: run “make bundle” first.")
    processor = _processor(bundle / "porchlight")
    if _processor(runtime) != processor or _head(runtime)[8:11] != _TYPE_2:
        sys.exit(f"{runtime} is not a type 2 runtime for {processor}: see {RUNTIMES}.")
    output.mkdir(parents=True, exist_ok=True)
    image = output / f"Porchlight-{version}-{processor}.AppImage"
    with tempfile.TemporaryDirectory(dir=output) as folder:
        root, packed, whole = (Path(folder) / name for name in ("AppDir", "squashfs", "AppImage"))
        lay(root, bundle, version)
        # As the runtime can read it; mksquashfs itself heeds SOURCE_DATE_EPOCH.
        how = ["-root-owned", "-noappend", "-no-progress", "-quiet", "-no-xattrs", "-comp", "zstd"]
        subprocess.run(["mksquashfs", root, packed, *how], check=True, stdout=subprocess.DEVNULL)
        with whole.open("wb") as file:
            for part in (runtime, packed):
                with part.open("rb") as source:
                    shutil.copyfileobj(source, file)
        whole.chmod(0o755)
        whole.replace(image)
    return image


def lay(root: Path, bundle: Path, version: str) -> None:
    """The folder that is mounted when the AppImage runs."""
    shutil.copytree(bundle, root / "usr/lib/porchlight", symlinks=True)
    lay_desktop_files(root / "usr/share", version)
    icons = root / "usr/share/icons/hicolor"
    for name, target in {
        "AppRun": root / "usr/lib/porchlight/porchlight",
        "porchlight.desktop": root / "usr/share/applications/porchlight.desktop",
        "porchlight.svg": icons / "scalable/apps/porchlight.svg",
        ".DirIcon": icons / "256x256/apps/porchlight.png",
    }.items():
        (root / name).symlink_to(target.relative_to(root))
    command = root / "usr/bin/porchlight"  # as the desktop's file calls it
    command.parent.mkdir()
    command.symlink_to("../lib/porchlight/porchlight")
    set_modes(root)


def _processor(program: Path) -> str:
    """For which it was compiled; empty where it is no such program."""
    head = _head(program)
    if len(head) < _HEAD or not head.startswith(b"\x7fELF"):
        return ""
    return _PROCESSORS.get(struct.unpack_from("<H", head, 18)[0], "")


def _head(program: Path) -> bytes:
    with program.open("rb") as file:
        return file.read(_HEAD)


def main() -> None:
    """The command line."""
    from porchlight import __version__

    given = os.environ.get("APPIMAGE_RUNTIME")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, default=TOP / "dist/porchlight")
    parser.add_argument("--output", type=Path, default=TOP / "dist")
    parser.add_argument("--runtime", type=Path, default=Path(given) if given else None)
    args = parser.parse_args()
    if args.runtime is None or not args.runtime.is_file():
        sys.exit(f"APPIMAGE_RUNTIME names no file: download the runtime from {RUNTIMES}.")
    if shutil.which("mksquashfs") is None:
        sys.exit("mksquashfs is missing: install squashfs-tools.")
    image = build(args.bundle, args.output, __version__, args.runtime)
    print(f"{image}: {image.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
