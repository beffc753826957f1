"""``make translations``: bring the .ts files up to date with the code, then compile them to .qm.

The advice of app.insight is Qt-free and cannot mark its own texts; it is handed to lupdate here. English needs a file
for its plurals alone.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TOP = HERE.parent.parent
sys.path.insert(0, str(TOP))

from app.insight.advice import all_advice

_SOURCES = sorted((TOP / "app" / "desktop").rglob("*.py"))


def main() -> None:
    """Update and compile both."""
    with tempfile.TemporaryDirectory() as folder:
        advice = Path(folder) / "advice.py"
        lines = [f"QT_TRANSLATE_NOOP('Advice', {text!r})" for text in all_advice()]
        advice.write_text("\n".join(lines), encoding="utf-8")
        sources = [*map(str, _SOURCES), str(advice)]
        # Without places: they would change the files at every edit of the code.
        common = ["-locations", "none", "-no-obsolete", "-source-language", "en"]
        _run("lupdate", *sources, *common, "-target-language", "es", "-ts", str(HERE / "porchlight_es.ts"))
        _run(
            "lupdate", *sources, *common, "-pluralonly", "-target-language", "en", "-ts", str(HERE / "porchlight_en.ts")
        )
    for code in ("en", "es"):
        _run("lrelease", "-silent", str(HERE / f"porchlight_{code}.ts"), "-qm", str(HERE / f"porchlight_{code}.qm"))


def _run(tool: str, *arguments: str) -> None:
    program = Path(sys.executable).parent / f"pyside6-{tool}"
    done = subprocess.run([str(program), *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode or "warning" in done.stderr.lower():
        print(done.stdout, done.stderr, file=sys.stderr)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
