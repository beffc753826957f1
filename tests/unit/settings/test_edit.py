"""Writing the settings: comments stay, nobody's work is overwritten, a file is replaced whole or not at all."""

import os
import stat
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.model.errors import SettingsConflict, SettingsError
from porchlight.settings.edit import Put, put_item, put_items, put_section, read_item, read_section, remove_item

TEXT = """\
# ours
[monitor]
interval = "60s"  # every minute

[components.page]
kind = "http"
url = "https://give.example.org/"  # the form
critical = true

[components.form]
kind = "http"
url = "https://form.example.org/"
depends_on = ["page", "other"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "porchlight.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _loaded(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_a_change_keeps_comments_order_and_everything_else(file: Path) -> None:
    before = read_item(str(file), "components", "page")
    assert before is not None
    put_item(str(file), "components", "page", {**before, "interval": "30s"}, expected=before)
    text = file.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# every minute" in text
    assert "# the form" in text
    assert _loaded(file)["components"]["page"]["interval"] == "30s"
    assert text.index("[components.page]") < text.index("[components.form]")


def test_a_key_that_is_left_out_goes(file: Path) -> None:
    before = read_item(str(file), "components", "page")
    assert before is not None
    put_item(str(file), "components", "page", {"kind": "http", "url": before["url"]}, expected=before)
    assert "critical" not in _loaded(file)["components"]["page"]


def test_a_new_component_is_added_to_a_file_and_to_none(file: Path, tmp_path: Path) -> None:
    values = {"kind": "self", "name": "Itself", "tags": ["a", "b"]}
    put_item(str(file), "components", "it", values, expected=None)
    assert _loaded(file)["components"]["it"] == values
    fresh = tmp_path / "new" / "folder" / "porchlight.toml"
    put_item(str(fresh), "components", "it", values, expected=None)
    assert _loaded(fresh) == {"components": {"it": values}}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(file: Path) -> None:
    before = read_item(str(file), "components", "page")
    assert before is not None
    changed = TEXT.replace("critical = true", "critical = false")
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(SettingsConflict):
        put_item(str(file), "components", "page", {**before, "interval": "5s"}, expected=before)
    with pytest.raises(SettingsConflict):
        remove_item(str(file), "components", "page", expected=before)
    with pytest.raises(SettingsConflict):
        put_item(str(file), "components", "form", before, expected=None)
    assert file.read_text(encoding="utf-8") == changed


def test_a_change_elsewhere_in_the_file_is_no_conflict(file: Path) -> None:
    before = read_item(str(file), "components", "page")
    assert before is not None
    file.write_text(TEXT.replace('"60s"', '"90s"'), encoding="utf-8")
    put_item(str(file), "components", "page", {**before, "name": "Page"}, expected=before)
    assert _loaded(file)["monitor"]["interval"] == "90s"
    assert _loaded(file)["components"]["page"]["name"] == "Page"


def test_removing_takes_it_out_of_what_depends_on_it(file: Path) -> None:
    before = read_item(str(file), "components", "page")
    assert before is not None
    remove_item(str(file), "components", "page", expected=before)
    assert _loaded(file)["components"] == {
        "form": {"kind": "http", "url": "https://form.example.org/", "depends_on": ["other"]}
    }


def test_a_section_is_written_and_made(file: Path) -> None:
    put_section(str(file), "monitor", {"interval": "2m"}, expected=read_section(str(file), "monitor"))
    put_section(str(file), "desktop", {"theme": "dark"}, expected={})
    assert _loaded(file)["monitor"] == {"interval": "2m"}
    assert _loaded(file)["desktop"] == {"theme": "dark"}
    with pytest.raises(SettingsConflict):
        put_section(str(file), "desktop", {"theme": "light"}, expected={})


def test_a_file_that_is_not_toml_is_left_alone(file: Path) -> None:
    file.write_text("[components.page\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="not valid TOML"):
        put_item(str(file), "components", "it", {"kind": "self"}, expected=None)
    assert file.read_text(encoding="utf-8") == "[components.page\n"


@pytest.mark.skipif(os.name == "nt", reason="modes and links are those of Unix")
def test_mode_and_links_stay_as_they_are(file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    put_section(str(link), "desktop", {"theme": "dark"}, expected={})
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.glob(".porchlight-*")) == []


_values = st.dictionaries(
    st.sampled_from(["name", "url", "interval", "tags", "critical", "expect_status"]),
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
        st.booleans(),
        st.integers(-1000, 1000),
        st.lists(st.integers(100, 599), max_size=3),
    ),
)


@given(first=_values, second=_values)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_what_was_written_is_what_is_read(file: Path, first: dict[str, Any], second: dict[str, Any]) -> None:
    file.write_text(TEXT, encoding="utf-8")
    put_item(str(file), "components", "it", {"kind": "http", **first}, expected=None)
    assert read_item(str(file), "components", "it") == {"kind": "http", **first}
    put_item(str(file), "components", "it", {"kind": "http", **second}, expected={"kind": "http", **first})
    assert _loaded(file)["components"]["it"] == {"kind": "http", **second}
    assert "# the form" in file.read_text(encoding="utf-8")


_SHAPES = {
    "comments": TEXT,
    "a comment before the next one": TEXT.replace("[components.form]", "# about the form\n[components.form]"),
    "the last one": TEXT.replace("[components.page]", "[components.other]").replace(
        "[components.form]", "[components.page]"
    ),
    "without a last line break": '[components.page]\nkind = "http"',
    "a table below it": TEXT.replace("critical = true\n", "[components.page.headers]\naccept = 'text/html'\n"),
    "lines of a text that look like tables": TEXT.replace(
        "critical = true\n", 'name = """\n[components.form]\n[other]\n"""\n'
    ),
    "a list of several lines": TEXT.replace("critical = true\n", "tags = [\n  'a',\n  [\n  'b' ],\n]\n"),
    "a name in quotes": TEXT.replace("[components.page]", '[components."page"]'),
    "within its section": '[components]\npage = { kind = "http", url = "https://a.example.org" }\n',
    "spaces in its header": TEXT.replace("[components.page]", "[ components . page ] # here"),
    "lines as on Windows": TEXT.replace("\n", "\r\n"),
    "a mark at the beginning": f"\ufeff{TEXT}",
}


@pytest.mark.parametrize("text", _SHAPES.values(), ids=_SHAPES)
def test_one_table_is_changed_as_it_is_when_all_are_read_with_their_comments(tmp_path: Path, text: str) -> None:
    """The quick way for files of thousands of components, and the long way: byte for byte the same."""
    quick, long = tmp_path / "quick.toml", tmp_path / "long.toml"
    for file in (quick, long):
        file.write_bytes(text.encode())
    before = read_item(str(quick), "components", "page")
    assert before is not None
    for values in ({**before, "interval": "30s", "tags": ["c"]}, {"kind": "self"}):
        put_item(str(quick), "components", "page", values, expected=before)
        put_items(str(long), [Put("components", "page", values, before)], backup=f"{long}.bak")
        assert quick.read_bytes() == long.read_bytes()
        before = read_item(str(quick), "components", "page")
        assert before == values


def test_one_of_thousands_is_changed_without_reading_the_comments_of_all(tmp_path: Path) -> None:
    """Reading them takes seconds for five thousand, in which no window would answer."""
    file = tmp_path / "porchlight.toml"
    tables = (f'[components.c{one}]\nkind = "http"\nurl = "https://{one}.example.org"\n' for one in range(2000))
    file.write_text("".join(tables), encoding="utf-8")

    def change(number: int, *, quick: bool) -> float:
        began = time.thread_time()
        before = read_item(str(file), "components", f"c{number}")
        assert before is not None
        values = {**before, "interval": "5m"}
        if quick:
            put_item(str(file), "components", f"c{number}", values, expected=before)
        else:
            put_items(str(file), [Put("components", f"c{number}", values, before)], backup=f"{file}.bak")
        return time.thread_time() - began

    long = min(change(one, quick=False) for one in (1, 2))
    quick = min(change(one, quick=True) for one in (3, 4, 5))
    assert quick < long / 2, (quick, long)


def test_what_was_read_is_the_readers_own(file: Path) -> None:
    for _ in range(2):
        form = read_item(str(file), "components", "form")
        assert form is not None
        assert form["depends_on"] == ["page", "other"]
        form["depends_on"].clear()
