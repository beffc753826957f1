"""One web page by itself, in the style of the report: no script, nothing from elsewhere."""

from html import escape
from typing import Final

from porchlight.model.mark import Mark

TONES: Final = {Mark.HEALTHY: "good", Mark.DEGRADED: "trouble", Mark.ERROR: "down"}
"""The class of a cell or a verdict, by the mark that it stands for; none for the others."""
_STYLE: Final = "td.good { color: var(--good-text); }"
"""Beyond the report's: what is well is green."""


def web_page(title: str, body: str, language: str, *, style: str = "", head: str = "") -> str:
    """The whole page. ``title`` is plain text, ``body`` and ``head`` are HTML; ``language`` as gettext writes it."""
    from porchlight.exporters.report.style import STYLE

    return (
        f"<!doctype html>\n<html lang='{language.replace('_', '-')}'><head><meta charset='utf-8'>"
        f"<meta name='viewport' content='width=device-width, initial-scale=1'>{head}"
        f"<title>{escape(title)}</title><style>{STYLE}{_STYLE}{style}</style></head>\n<body>\n<main>\n"
        f"{body}</main>\n</body></html>\n"
    )
