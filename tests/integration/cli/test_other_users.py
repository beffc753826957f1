"""Other users of this computer: they cannot get in the way of a Porchlight, read what it keeps or order it about."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from porchlight.intake.files import NotOurs
from porchlight.model.errors import SettingsError
from porchlight.model.operation import Operation
from porchlight.operations import spool
from porchlight.operations.wakeup import commands_folder, wake_up
from porchlight.runtime.command_inbox import send, take
from porchlight.runtime.commands import Rearm
from porchlight.settings.edit import put_section
from tests.integration.program import Program
from tests.other_user import needs_root

NOBODY = 65534
SETTINGS = '[monitor]\nconnectivity_urls = []\n[components.it]\nkind = "self"\ninterval = "1s"\n'
RUN = Operation(name="import", began_ms=1_700_000_000_000, duration_ms=5.0, ok=True)


@pytest.fixture
def porchlight(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.configure(SETTINGS)
    return program


def owners(folder: Path) -> set[int]:
    return {one.lstat().st_uid for one in (folder, *folder.rglob("*"))}


def test_in_a_folder_that_all_may_read_everything_of_ours_is_ours_alone(porchlight: Program) -> None:
    porchlight.data.mkdir(mode=0o755)
    porchlight.data.chmod(0o755)
    (porchlight.data / "operations").mkdir(mode=0o777)
    (porchlight.data / "porchlight.log").write_text("")
    (porchlight.data / "porchlight.log").chmod(0o644)
    assert porchlight("health").code == 0
    assert porchlight("run", "--name", "job", "--", "true").code == 0
    made = {one: stat.S_IMODE(one.lstat().st_mode) for one in porchlight.data.rglob("*")}
    assert porchlight.data / "history.sqlite3" in made
    assert {path for path, mode in made.items() if mode & 0o077} == set()
    assert stat.S_IMODE(porchlight.data.stat().st_mode) == 0o755


def test_a_history_that_all_could_read_is_ours_alone_from_then_on(porchlight: Program) -> None:
    assert porchlight("health").code == 0
    history = porchlight.data / "history.sqlite3"
    history.chmod(0o666)
    assert porchlight("health").code == 0
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o775])
def test_a_folder_that_others_may_write_in_is_refused_with_a_sentence(porchlight: Program, mode: int) -> None:
    porchlight.data.mkdir()
    porchlight.data.chmod(mode)
    done = porchlight("health")
    assert "other users may write in" in done.err
    assert "choose another data folder" in done.err
    assert list(porchlight.data.iterdir()) == []
    with pytest.raises(NotOurs, match="other users"):
        spool.leave(str(porchlight.data), RUN)


@needs_root
def test_root_leaves_nothing_in_another_users_folder(porchlight: Program) -> None:
    porchlight.data.mkdir(mode=0o700)
    for one in (porchlight.data, porchlight.config.parent, porchlight.config):
        os.chown(one, NOBODY, NOBODY)
    done = porchlight("health")
    assert "belongs to the user nobody" in done.err
    assert porchlight("record", "job", "--duration", "5s").code != 0
    with pytest.raises(SettingsError, match="nobody"):
        put_section(str(porchlight.config), "desktop", {"theme": "dark"}, expected={})
    assert porchlight.config.read_text() == SETTINGS
    assert owners(porchlight.data) == owners(porchlight.config.parent) == {NOBODY}
    assert list(porchlight.data.rglob("*")) == []


@pytest.mark.logs_warnings
def test_what_a_link_in_place_of_the_history_leads_to_is_not_changed(porchlight: Program, tmp_path: Path) -> None:
    other = tmp_path / "precious"
    other.write_text("precious")
    other.chmod(0o644)
    porchlight.data.mkdir(mode=0o700)
    (porchlight.data / "history.sqlite3").symlink_to(other)
    porchlight("health")
    assert other.read_text() == "precious"
    assert stat.S_IMODE(other.stat().st_mode) == 0o644
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith("precious")) == ["precious"]


@needs_root
def test_a_link_of_another_user_in_place_of_the_history_is_refused(porchlight: Program, tmp_path: Path) -> None:
    porchlight.data.mkdir(mode=0o700)
    link = porchlight.data / "history.sqlite3"
    link.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").touch()
    os.chown(link, NOBODY, NOBODY, follow_symlinks=False)
    assert "belongs to the user nobody" in porchlight("health").err
    assert (tmp_path / "elsewhere").stat().st_size == 0


@pytest.mark.parametrize("name", ["porchlight.log", "history.sqlite3.lock"])
def test_nothing_is_written_through_a_link_in_the_data_folder(porchlight: Program, tmp_path: Path, name: str) -> None:
    other = tmp_path / "precious"
    other.write_text("precious")
    porchlight.data.mkdir(mode=0o700)
    (porchlight.data / name).symlink_to(other)
    done = porchlight("health")
    assert other.read_text() == "precious"
    assert (porchlight.data / name).is_symlink()
    if name != "porchlight.log":
        assert "is a link" in done.err


def test_orders_and_runs_in_folders_that_are_links_reach_nobody(tmp_path: Path) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    data.mkdir()
    other.mkdir()
    for name in ("orders", "operations"):
        (data / name).symlink_to(other)
    with pytest.raises(NotOurs):
        send(commands_folder(str(data)), Rearm(""))
    with pytest.raises(NotOurs):
        spool.leave(str(data), RUN)
    assert list(other.iterdir()) == []


@needs_root
def test_an_order_of_another_user_is_not_carried_out(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    folder.mkdir(mode=0o700)
    planted = folder / "0000.order"
    send(str(folder), Rearm("ours"))
    (ours,) = folder.glob("*.order")
    kept = tmp_path / "kept"
    kept.write_bytes(ours.read_bytes())
    planted.write_bytes(ours.read_bytes())
    os.chown(planted, NOBODY, NOBODY)
    (folder / "1111.order").symlink_to("/dev/zero")
    os.mkfifo(folder / "2222.order")
    (folder / "3333.order").hardlink_to(kept)
    ours.unlink()
    assert taken(folder) == []
    send(str(folder), Rearm("ours"))
    assert taken(folder) == ["ours"]


def test_an_id_of_an_order_is_no_path(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    send(str(folder), Rearm("it"))
    (path,) = folder.glob("*.order")
    values = json.loads(path.read_text())
    for number, name in enumerate(["../outside", "/tmp/outside", "", "a" * 300, "x/../../outside"]):
        spoiled = folder / f"{number}.order"
        spoiled.write_text(json.dumps({**values, "id": name}))
        spoiled.chmod(0o600)
    assert taken(folder) == ["it"]


def test_an_id_of_a_run_is_no_path(tmp_path: Path) -> None:
    for name in ("../../outside", "/etc/x", "a/b", "nul", "." * 3):
        spool.leave(str(tmp_path), Operation(**{**vars_of(RUN), "id": name}))
    left = sorted((tmp_path / "operations").iterdir())
    assert len(left) == 5
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in left)
    assert [one.name for one in tmp_path.iterdir()] == ["operations"]


def test_a_door_that_is_none_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "door")
    wake_up(str(tmp_path))
    (tmp_path / "door").unlink()
    (tmp_path / "door").symlink_to("/dev/zero")
    wake_up(str(tmp_path))
    (tmp_path / "door").unlink()
    for text in ("[" * 60_000, '{"port": 1e999, "word": "x"}', '{"port": -1, "word": "x"}', '{"word": []}'):
        (tmp_path / "door").write_text(text)
        (tmp_path / "door").chmod(0o600)
        wake_up(str(tmp_path))


def taken(folder: Path) -> list[str]:
    """The targets of the commands that are taken."""
    return [sent.command.action for sent in take(str(folder)).commands if isinstance(sent.command, Rearm)]


def vars_of(operation: Operation) -> dict[str, Any]:
    return {name: getattr(operation, name) for name in operation.__dataclass_fields__}
