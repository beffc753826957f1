"""``make site``: the pages of docs/ as a site, in build/site.

The pages stay where they are, and readable where the code is hosted. Here they are copied, their links to files
outside docs/ become links to the repository, and Sphinx turns them into HTML. A broken link is an error.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TOP = Path(__file__).parents[2]
DOCS = TOP / "docs"
REPOSITORY = "https://github.com/porchlight-monitor/porchlight/blob/main/"
CHAPTERS = {
    "Start here": ("first-ten-minutes", "installing", "installing-windows", "what-now", "where-is-it"),
    "Use it": (
        "desktop",
        "alerts",
        "operations",
        "reports",
        "outlook",
        "gift-pulse",
        "recurring-gifts",
        "classy-sync",
        "team",
        "accessibility",
    ),
    "Look it up": ("settings", "integrations", "commands", "command-line"),
    "Trust it": ("privacy", "security", "managed-settings", "speed", "benchmarks"),
    "Work on it": (
        "architecture",
        "writing-a-probe",
        "style-of-words",
        "translating",
        "building",
        "releasing",
        "decisions",
        "changelog",
    ),
}
_LINK = re.compile(r"(?<=\]\()(?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?(?=\))")


def assemble(folder: Path) -> None:
    """Write the sources of the site into an empty folder."""
    for name in ("images", "decisions"):
        shutil.copytree(DOCS / name, folder / name)
    for name in ("conf.py", "site.css"):
        shutil.copy(DOCS / "site" / name, folder)
    shutil.copy(TOP / "resources" / "icons" / "porchlight.svg", folder / "images" / "porchlight.svg")
    pages = {path: f"{path.stem}.md" for path in DOCS.glob("*.md")}
    pages |= {TOP / "SECURITY.md": "security.md", TOP / "CHANGELOG.md": "changelog.md", TOP / "README.md": "index.md"}
    pages |= {path: f"decisions/{path.name}" for path in (DOCS / "decisions").glob("*.md")}
    for path, name in pages.items():
        text = _LINK.sub(lambda link, at=path, to=name: _target(link, at, to, pages), path.read_text("utf-8"))
        (folder / name).write_text(text, "utf-8")
    (folder / "decisions.md").write_text(_decisions(), "utf-8")
    with (folder / "index.md").open("a", encoding="utf-8") as index:
        index.writelines(_contents())


def _target(link: re.Match[str], page: Path, made: str, pages: dict[Path, str]) -> str:
    """Where a link of a page leads to on the site: to a page, a picture, or a file in the repository."""
    target = (page.parent / link[1]).resolve()
    if not target.exists():
        raise FileNotFoundError(f"{page.name} links to {link[1]}, which is not there")
    if target in pages:
        return os.path.relpath(pages[target], Path(made).parent) + (link[2] or "")
    if target.is_relative_to(DOCS / "images"):
        return os.path.relpath(target.relative_to(DOCS), Path(made).parent)
    return REPOSITORY + target.relative_to(TOP).as_posix()


def _contents() -> Iterator[str]:
    for title, names in CHAPTERS.items():
        yield f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n"
        yield "".join(f"{name}\n" for name in names)
        yield "```\n"


def _decisions() -> str:
    """The pages on choices that a newcomer would question."""
    names = sorted(path.stem for path in (DOCS / "decisions").glob("*.md"))
    return (
        "# Decisions\n\n```{toctree}\n:maxdepth: 1\n\n" + "".join(f"decisions/{name}\n" for name in names) + "```\n"
    )


@contextmanager
def _empty(folder: Path) -> Iterator[Path]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder


def build(target: Path) -> int:
    """Build the site; 0 if nothing is wrong with it."""
    from sphinx.cmd.build import build_main

    with _empty(target.parent / f"{target.name}-source") as source:
        assemble(source)
        return build_main(["-q", "-W", "--keep-going", "-b", "html", str(source), str(target)])


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]) if len(sys.argv) > 1 else TOP / "build" / "site"))
