"""Fills the Homebrew cask: python installers/macos/cask.py VERSION ARM64.dmg X86_64.dmg > porchlight.rb"""

import hashlib
import re
import sys
from pathlib import Path


def filled(version: str, arm64: Path, x86_64: Path) -> str:
    """The cask of one release. ValueError where something is left open."""
    text = (Path(__file__).parent / "porchlight.rb").read_text(encoding="utf-8")
    text = text.replace("@VERSION@", version)
    for mark, image in (("@SHA256_ARM64@", arm64), ("@SHA256_X86_64@", x86_64)):
        with image.open("rb") as file:
            text = text.replace(mark, hashlib.file_digest(file, "sha256").hexdigest())
    if left := re.findall(r"@[A-Z0-9_]+@", text):
        raise ValueError(f"nothing is known for {', '.join(left)}")
    return text


if __name__ == "__main__":
    sys.stdout.write(filled(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
