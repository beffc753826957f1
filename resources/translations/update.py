"""``make translations``: bring the .ts files up to date with the code, then compile them to .qm.

lupdate does not follow plurals through ``translate`` and nested calls (PySide6 6.11), so the texts are found here
with Python's own parser and handed to it in the form that it knows, together with the advice and the sentences of
porchlight.insight, which is free of Qt and cannot mark its own. English needs a file for its plurals alone.
"""

import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent
TOP = HERE.parent.parent
sys.path.insert(0, str(TOP))

from porchlight.insight.advice import all_advice  # noqa: E402 - the script may be run from anywhere
from porchlight.insight.diagnosis_texts import all_diagnosis_texts  # noqa: E402
from porchlight.insight.paths import all_sentences  # noqa: E402
from porchlight.insight.recommendation_texts import all_texts  # noqa: E402
from porchlight.insight.sentences import all_templates  # noqa: E402
from porchlight.insight.troubles import all_troubles  # noqa: E402

Text = tuple[str, str, str, bool]
"""Context, text, comment, and whether it counts something."""


def main() -> None:
    """Update and compile both."""
    with tempfile.TemporaryDirectory() as folder:
        marked = Path(folder) / "texts.py"
        marked.write_text("".join(_marked(sorted(set(texts())))), encoding="utf-8")
        # Without places: they would change the files at every edit of the code.
        common = ["-locations", "none", "-no-obsolete", "-source-language", "en"]
        for code, more in (("es", ()), ("en", ("-pluralonly",))):
            target = ["-target-language", code, "-ts", str(HERE / f"porchlight_{code}.ts")]
            _run("lupdate", str(marked), *common, *more, *target)
    for code in ("en", "es"):
        if code != "en":
            _write_insight(code)
        _run("lrelease", "-silent", str(HERE / f"porchlight_{code}.ts"), "-qm", str(HERE / f"porchlight_{code}.qm"))


def _write_insight(code: str) -> None:
    """What the insight says, for the report, which is free of Qt."""
    found = {}
    for context in ElementTree.parse(HERE / f"porchlight_{code}.ts").iter("context"):  # noqa: S314 - our own
        name = context.findtext("name")
        if name in ("Insight", "Advice", "Words"):
            for message in context.iter("message"):
                if name == "Words" and message.findtext("source") not in all_troubles():
                    continue
                if message.get("numerus") is None and (said := message.findtext("translation")):
                    found[message.findtext("source", "")] = said
    text = json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=1)
    (HERE / f"insight_{code}.json").write_text(text + "\n", encoding="utf-8")


def texts() -> Iterator[Text]:
    """Every text of the windows that is to be translated."""
    for path in sorted((TOP / "app" / "porchlight" / "desktop").rglob("*.py")):
        yield from _in_node(ast.parse(path.read_text(encoding="utf-8")), "")
    for advice in all_advice():
        yield "Advice", advice, "", False
    for text in all_troubles():
        yield "Words", text, "", False
    for template in (*all_templates(), *all_texts(), *all_sentences(), *all_diagnosis_texts()):
        yield "Insight", template, "", False


def _in_node(node: ast.AST, class_name: str) -> Iterator[Text]:
    if isinstance(node, ast.ClassDef):
        class_name = node.name
    if isinstance(node, ast.Call):
        values = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        if isinstance(node.func, ast.Name) and node.func.id == "translate" and len(values) >= 2:
            if isinstance(values[0], str) and isinstance(values[1], str):
                yield values[0], values[1], _comment(values[2:3]), len(values) > 3
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "tr" and isinstance(values[0], str):
            yield class_name, values[0], _comment(values[1:2]), len(values) > 2
    for child in ast.iter_child_nodes(node):
        yield from _in_node(child, class_name)


def _comment(values: list[object]) -> str:
    return values[0] if values and isinstance(values[0], str) else ""


def _marked(found: list[Text]) -> Iterator[str]:
    for context in sorted({text[0] for text in found}):
        yield f"class {context}(QObject):\n    def texts(self, n):\n"
        for _, text, comment, counted in (one for one in found if one[0] == context):
            arguments = (
                [_quoted(text)] + ([_quoted(comment)] if comment or counted else []) + (["n"] if counted else [])
            )
            yield f"        self.tr({', '.join(arguments)})\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _run(tool: str, *arguments: str) -> None:
    program = Path(sys.executable).parent / f"pyside6-{tool}"
    done = subprocess.run([str(program), *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode or "warning" in done.stderr.lower():
        print(done.stdout, done.stderr, file=sys.stderr)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
