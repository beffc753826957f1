"""What a release says of itself, out of CHANGELOG.md: python installers/release/notes.py v0.1.0

Ends with 1 and one sentence where the tag, the program's version and the changelog do not agree.
"""

import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def notes(tag: str, version: str, changelog: str) -> str:
    """The section of ``tag`` (``v`` and a version). ValueError says what does not agree."""
    if tag != f"v{version}":
        said = f"The tag is {tag}, but the program says that it is {version}"
        raise ValueError(f"{said}: change app/porchlight/__init__.py.")
    for section in re.split(r"(?m)^## ", changelog)[1:]:
        heading, _, text = section.partition("\n")
        if heading.split()[:1] == [version]:
            if not text.strip():
                raise ValueError(f"CHANGELOG.md says nothing under {version}.")
            return text.strip() + "\n"
    raise ValueError(f"CHANGELOG.md has no section “## {version} – date”: rename “Unreleased”.")


def main() -> int:
    """The command line."""
    sys.path.insert(0, str(TOP))
    from porchlight import __version__

    try:
        said = notes(sys.argv[1], __version__, (TOP / "CHANGELOG.md").read_text(encoding="utf-8"))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    sys.stdout.write(said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
