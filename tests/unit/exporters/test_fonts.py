"""The fonts of a PDF: ours for what it holds, others only where they are needed and there."""

import shutil
from pathlib import Path

from porchlight.exporters.report.fonts import REGULAR, choose
from porchlight.resource_files import resource


def test_our_own_font_holds_what_the_report_says_in_its_languages() -> None:
    chosen = choose(["¿Qué? Ñandú “donación” – → ▲ − 1.234,5\u00a0% … é Ж Ω €"], [])
    assert chosen.files == ()
    assert chosen.without == set()


def test_what_no_font_has_is_known(tmp_path: Path) -> None:
    chosen = choose(["食 A"], [str(tmp_path)])
    assert chosen.files == ()
    assert chosen.without == {"食"}


def test_a_font_of_this_computer_is_taken_only_where_it_helps(tmp_path: Path) -> None:
    shutil.copy(resource(REGULAR), tmp_path / "DejaVuSans.ttf")
    (tmp_path / "segoeui.ttf").write_bytes(b"no font at all")
    assert choose(["שלום"], [str(tmp_path)]).files == ()
