"""The documentation as a site: every link leads somewhere, pages can be found, and nothing is loaded from others."""

import re
import subprocess
import sys
from pathlib import Path

from tests.schemas import DOCS

_FROM_OTHERS = (
    r'<(?:script|img|iframe)\b[^>]+\bsrc="https?:|<link rel="(?:stylesheet|preload|icon)"[^>]+href="https?:'
)


def test_the_site_is_built_without_a_broken_link(tmp_path: Path) -> None:
    site = tmp_path / "site"
    built = subprocess.run(
        [sys.executable, DOCS / "site" / "build.py", site], capture_output=True, text=True, timeout=300, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    pages = {path.name: path.read_text("utf-8") for path in site.glob("*.html")}
    assert {f"{page.stem}.html" for page in DOCS.glob("*.md")} < set(pages)
    assert "mailchimp" in (site / "searchindex.js").read_text("utf-8")
    assert [name for name, page in pages.items() if re.search(_FROM_OTHERS, page)] == []
