"""``make translations``: bring the catalogues up to date with the code, then compile them.

Babel extracts the messages of the code into ``porchlight.pot``, merges them into each language's ``porchlight.po``
(gettext, as Weblate, Poedit and translators know it) and compiles that to ``porchlight.mo``. A message whose English
has changed keeps its translation, marked fuzzy, until somebody has looked at it.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
TOP = HERE.parent.parent
sys.path.insert(0, str(TOP / "app"))

from porchlight.language.catalogue import DOMAIN, ENGLISH, LANGUAGES  # noqa: E402 - the script may run from anywhere

KEYWORDS = {
    "marked": None,
    "tr": None,
    "tr_plural": (1, 2),
    "tr_in": ((1, "c"), 2),
    "msg": None,
    "msg_plural": (1, 2),
    "msg_in": ((1, "c"), 2),
}
"""Which functions of the code hold messages, as Babel wants it said."""

PLURALS = {"es": "(n != 1)", "fr": "(n > 1)", "pt_BR": "(n > 1)", "de": "(n != 1)"}
"""When the second form is meant. CLDR knows a third one for whole millions, which nothing here counts to."""
_CREATED = datetime(2026, 11, 27, tzinfo=UTC)
"""Fixed, so that nothing but messages ever changes a catalogue."""


def main() -> None:
    """Update and compile all."""
    template = extracted()
    write(HERE / f"{DOMAIN}.pot", template)
    for code in LANGUAGES:
        if code != ENGLISH:
            path = HERE / code / "LC_MESSAGES" / f"{DOMAIN}.po"
            catalogue = read(path, code)
            catalogue.update(template, no_fuzzy_matching=False, update_creation_date=False)
            catalogue.obsolete.clear()
            write(path, catalogue)
            path.with_suffix(".mo").write_bytes(compiled(catalogue))


def extracted() -> Catalog:
    """Every message of the code."""
    template = _catalogue()
    for _, _, message, comments, context in extract_from_dir(
        TOP / "app" / "porchlight", method_map=[("**.py", messages_in)], keywords=KEYWORDS
    ):
        template.add(message, context=context, auto_comments=comments)
    return template


def messages_in(
    file: IO[bytes], keywords: Iterable[str], comment_tags: object, options: object
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """The calls in a file that hold messages, as Babel asks for them: also those within f-strings and within each
    other, which its own reader passes over."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            values = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
            texts = tuple(value if isinstance(value, str) else None for value in values)
            if texts and texts[0]:
                yield node.lineno, node.func.id, texts, []


def read(path: Path, code: str) -> Catalog:
    """A language's catalogue; an empty one where there is none yet."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return _catalogue(code)
    with path.open("rb") as file:
        return read_po(file, locale=code, domain=DOMAIN)


def write(path: Path, catalogue: Catalog) -> None:
    """As .po, in the order of the messages and without their places, which would change at every edit of the code."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=118, no_location=True, sort_output=True, omit_header=False)
    path.write_bytes(buffer.getvalue())


def compiled(catalogue: Catalog) -> bytes:
    """As .mo, without what is fuzzy."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def _catalogue(code: str | None = None) -> Catalog:
    catalogue = Catalog(
        locale=code,
        domain=DOMAIN,
        header_comment=f"# {'English' if code is None else code} texts of Porchlight. docs/translating.md says how.",
        project="Porchlight",
        version="0.1",
        last_translator="the Porchlight authors",
        language_team="the Porchlight authors",
        creation_date=_CREATED,
        revision_date=_CREATED,
        charset="utf-8",
        fuzzy=False,
    )
    if code is not None:
        catalogue.mime_headers = [("Plural-Forms", f"nplurals=2; plural={PLURALS[code]};")]
    return catalogue


if __name__ == "__main__":
    main()
