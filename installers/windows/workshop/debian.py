"""The small Debian with Wine that the Windows programs run in, and the tools of this computer that are needed."""

import os
import shutil
import subprocess

from installers.windows.workshop.places import CHECKOUT, DEBIAN, KEPT, ROOT

_TOOLS = {
    "mmdebstrap": "mmdebstrap",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "maim": "maim",
    "npm": "npm",
    "osslsigncode": "osslsigncode",
}
_MIRROR = "http://deb.debian.org/debian"
_WINE = ["wine", "wine64", "wine32:i386"]


def make() -> None:
    """Install what is missing and make the Debian, if it is not there. Raises CalledProcessError, SystemExit."""
    missing = [package for tool, package in _TOOLS.items() if shutil.which(tool) is None]
    if missing:
        script = f". installers/linux/packages.sh; install_packages {' '.join(missing)}"
        subprocess.run(["sh", "-c", script], cwd=CHECKOUT, check=True)
    if not ROOT.exists():
        _make_root()
    (ROOT / "etc" / "hosts").write_text("127.0.0.1 localhost\n")


def _make_root() -> None:
    if os.geteuid() != 0:
        raise SystemExit("A Debian with Wine can only be made and entered as root: sudo make windows")
    print("Making a small Debian with Wine (once)", flush=True)
    new = KEPT / "root.new"
    shutil.rmtree(new, ignore_errors=True)
    # One source for both architectures: their libraries must be of the very same versions.
    subprocess.run(
        [
            "mmdebstrap",
            "--quiet",
            "--variant=apt",
            "--architectures=amd64,i386",
            f"--include={','.join(_WINE)}",
            '--aptopt=APT::Install-Recommends "false"',
            "--dpkgopt=path-exclude=/usr/share/man/*",
            "--dpkgopt=path-exclude=/usr/share/doc/*",
            DEBIAN,
            str(new),
            _MIRROR,
        ],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    new.rename(ROOT)


def entering(*shared: str) -> list[str]:
    """The words that, put before a command, run it in there; ``shared`` are folders that it sees at the same place.

    The mounts are in a name space of their own and go with the command.
    """
    binds = [
        f'mkdir -p "$root{folder}" && mount --bind "{folder}" "$root{folder}"'
        for folder in (*shared, "/tmp/.X11-unix")  # noqa: S108 - where X keeps its sockets
    ]
    steps = ['mount --rbind /dev "$root/dev"', 'mount -t proc proc "$root/proc"', *binds]
    script = " && ".join([f'root="{ROOT}"', *steps, 'exec chroot "$root" "$@"'])
    return ["unshare", "--mount", "sh", "-c", script, "sh"]
