"""Settings from one computer to another: one person sets up, the others take it over."""

import json
import tomllib
from pathlib import Path

import pytest
from app.model.errors import SettingsError
from app.settings.sharing import plan_shared, read_shared
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.integration.program import Program

ADMIN = """# How we watch
[monitor]
interval = "30s"
[desktop]
theme = "dark"
[report]
weekly = true
folder = "/home/admin/Reports"
[components.page]
kind = "http"  # the page that matters
url = "https://give.example.org/"
critical = true
[components.letters]
kind = "mailchimp"
credential = "letters"
list_id = "57afe96172"
[channels.ops]
kind = "webhook"
credential = "ops-hook"
[rules.critical-component-failure]
channels = ["ops"]
[paths.donations]
taken_by = ["page"]
"""
VIEWER = """[desktop]
theme = "light"
[ingest]
enabled = true
[report]
folder = "/home/viewer/Reports"
[components.page]
kind = "http"
url = "https://old.example.org/"
[components.mine]
kind = "self"
"""


@pytest.fixture
def admin(tmp_path: Path) -> Program:
    (tmp_path / "admin").mkdir()
    program = Program(tmp_path / "admin")
    program.configure(ADMIN)
    return program


@pytest.fixture
def viewer(tmp_path: Path) -> Program:
    (tmp_path / "viewer").mkdir()
    program = Program(tmp_path / "viewer")
    program.configure(VIEWER)
    return program


def _config(program: Program) -> dict[str, object]:
    return tomllib.loads(program.config.read_text(encoding="utf-8"))


def test_what_is_exported_is_of_use_to_others_and_names_its_credentials(admin: Program, tmp_path: Path) -> None:
    ran = admin("settings", "export")
    assert ran.code == 0, ran.err
    document = tomllib.loads(ran.out)
    assert "desktop" not in document
    assert document["report"] == {"weekly": True}
    assert "# the page that matters" in ran.out
    assert "# Whoever imports them stores these: letters, ops-hook" in ran.out
    target = tmp_path / "ours.toml"
    assert admin("settings", "export", str(target)).code == 0
    assert target.read_text(encoding="utf-8") == ran.out
    assert admin("settings", "export", str(tmp_path / "no" / "ours.toml")).code == 73


def test_another_computer_takes_it_over_and_keeps_what_is_its_own(
    admin: Program, viewer: Program, tmp_path: Path
) -> None:
    shared = tmp_path / "ours.toml"
    admin("settings", "export", str(shared))
    looked = viewer("settings", "import", str(shared), "--dry-run")
    assert "+ components.letters" in looked.out
    assert "~ components.page" in looked.out
    assert viewer.config.read_text(encoding="utf-8") == VIEWER
    assert viewer("settings", "import", str(shared)).code == 64  # nobody there who could say yes
    ran = viewer("settings", "import", str(shared), "--yes")
    assert ran.code == 0, ran.err
    assert "porchlight secrets set NAME" in ran.out
    assert "  letters\n  ops-hook\n" in ran.out
    now = _config(viewer)
    assert now["desktop"] == {"theme": "light"}
    assert now["ingest"] == {"enabled": True}
    assert now["report"] == {"weekly": True, "folder": "/home/viewer/Reports"}
    assert set(now["components"]) == {"page", "letters", "mine"}  # type: ignore[call-overload]
    assert now["components"]["page"]["url"] == "https://give.example.org/"  # type: ignore[index]
    backup = Path(f"{viewer.config}.before-import")
    assert backup.read_text(encoding="utf-8") == VIEWER
    assert viewer("config", "check").code == 0
    again = viewer("settings", "import", str(shared), "--yes")
    assert "Nothing to change." in again.out


def test_replacing_takes_out_what_the_others_do_not_have(admin: Program, viewer: Program, tmp_path: Path) -> None:
    shared = tmp_path / "ours.toml"
    admin("settings", "export", str(shared))
    told = json.loads(viewer("settings", "import", str(shared), "--replace", "--yes", "--json").out)
    assert {"table": "components.mine", "step": "removed"} in told["changes"]
    assert told["credentialsToStore"] == ["letters", "ops-hook"]
    assert set(_config(viewer)["components"]) == {"page", "letters"}  # type: ignore[call-overload]
    assert _config(viewer)["desktop"] == {"theme": "light"}


def test_a_computer_of_a_viewer_is_for_looking_only(admin: Program, viewer: Program, tmp_path: Path) -> None:
    shared = tmp_path / "ours.toml"
    admin("settings", "export", str(shared))
    assert viewer("settings", "import", str(shared), "--viewer", "--yes").code == 0
    assert _config(viewer)["desktop"] == {"theme": "light", "viewer": True}
    assert "Nothing to change." in viewer("settings", "import", str(shared), "--viewer", "--yes").out
    assert viewer("config", "check").code == 0


def test_a_new_computer_without_settings_takes_them_over(admin: Program, tmp_path: Path) -> None:
    fresh = Program(tmp_path / "fresh")
    (tmp_path / "fresh").mkdir()
    text = admin("settings", "export").out
    ran = fresh("settings", "import", "-", "--yes", given=text)
    assert ran.code == 0, ran.err
    assert set(_config(fresh)["components"]) == {"page", "letters"}  # type: ignore[call-overload]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[components", b"x" * 2_000_000, b"a = 1\na = 2\n"])
def test_what_is_no_settings_file_is_refused_and_nothing_is_written(
    viewer: Program, tmp_path: Path, content: bytes
) -> None:
    shared = tmp_path / "odd.toml"
    shared.write_bytes(content)
    ran = viewer("settings", "import", str(shared), "--yes")
    assert ran.code == 78
    assert "porchlight settings export" in ran.err
    assert viewer.config.read_text(encoding="utf-8") == VIEWER


def test_faults_in_what_is_given_are_told_before_anything_is_written(viewer: Program, tmp_path: Path) -> None:
    shared = tmp_path / "faulty.toml"
    shared.write_text('[components.page]\nkind = "htp"\nurl = "https://x.example.org/"\n[colour]\na = 1\n')
    looked = viewer("settings", "import", str(shared), "--dry-run")
    assert "htp" in looked.out
    assert "colour" in looked.out


_VALUES = st.recursive(
    st.booleans() | st.integers(-99, 99) | st.text("abc", max_size=3),
    lambda inner: st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, max_size=3),
    max_leaves=6,
)
_TABLES = st.dictionaries(st.text("abc", min_size=1, max_size=2), st.dictionaries(st.just("k"), _VALUES), max_size=3)


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(["components", "rules", "channels"]), _TABLES, max_size=3),
    st.dictionaries(st.sampled_from(["components", "rules", "channels"]), _TABLES, max_size=3),
)
def test_replacing_leaves_exactly_what_was_given(tmp_path: Path, ours: dict, theirs: dict) -> None:  # type: ignore[type-arg]
    import tomlkit

    file = tmp_path / "settings.toml"
    file.write_text(tomlkit.dumps(ours), encoding="utf-8")
    try:
        given_document = read_shared(tomlkit.dumps(theirs).encode())
        plan = plan_shared(str(file), given_document, replace=True)
    except SettingsError:
        pytest.fail("these are settings")
    after = tomllib.loads(tomlkit.dumps(plan.document))
    assert {name: tables for name, tables in after.items() if tables} == {
        name: tables for name, tables in theirs.items() if tables
    }
    again = plan_shared(str(file), read_shared(tomlkit.dumps(ours).encode()), replace=True)
    assert again.wanted == []
