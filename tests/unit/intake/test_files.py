"""Files and folders of our own: whatever else is found in their place is refused with a sentence."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("whose a file is, Windows says by other means", allow_module_level=True)

from porchlight.intake.files import (
    NotOurs,
    is_file_id,
    open_owned,
    owned_folder,
    private_file,
    private_folder,
    put_whole,
    read_owned,
    require_owned_place,
)
from tests.other_user import as_user, needs_root, open_to_all


@pytest.fixture(autouse=True)
def generous_umask() -> object:
    """What we make is ours alone whatever the shell allows others."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def _link(path: Path) -> None:
    other = path.with_name("elsewhere")
    other.write_bytes(b"other")
    path.symlink_to(other)


def _hard_link(path: Path) -> None:
    other = path.with_name("elsewhere")
    other.write_bytes(b"other")
    path.hardlink_to(other)


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _dangling(path: Path) -> None:
    path.symlink_to("/nowhere/at/all")


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _of_another(path: Path) -> None:
    path.write_bytes(b"other")
    os.chown(path, 65534, 65534)


def _writable_by_others(path: Path) -> None:
    path.write_bytes(b"other")
    path.chmod(0o606)


TRAPS = [_link, _hard_link, _fifo, _folder, _dangling, _device, pytest.param(_of_another, marks=needs_root)]


@pytest.mark.parametrize("trap", [*TRAPS, _writable_by_others])
def test_a_file_that_could_be_another_users_is_not_read(tmp_path: Path, trap: Callable[[Path], None]) -> None:
    trap(tmp_path / "file")
    with pytest.raises(OSError, match="file") as refused:
        read_owned(str(tmp_path / "file"))
    assert isinstance(refused.value, NotOurs | IsADirectoryError)


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("write", [private_file, lambda path: os.close(open_owned(path, os.O_RDWR | os.O_CREAT))])
def test_nothing_is_written_through_what_lies_in_its_place(
    tmp_path: Path, trap: Callable[[Path], None], write: Callable[[str], None]
) -> None:
    trap(tmp_path / "file")
    before = {one.name: (one.lstat().st_mode, one.lstat().st_size) for one in tmp_path.iterdir()}
    with pytest.raises(OSError, match="file"):
        write(str(tmp_path / "file"))
    assert {one.name: (one.lstat().st_mode, one.lstat().st_size) for one in tmp_path.iterdir()} == before


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    _link(tmp_path / "file")
    put_whole(str(tmp_path / "file"), b"ours")
    assert (tmp_path / "elsewhere").read_bytes() == b"other"
    assert (tmp_path / "file").read_bytes() == b"ours"
    assert not (tmp_path / "file").is_symlink()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["elsewhere", "file"]


def test_what_is_made_is_for_us_alone(tmp_path: Path) -> None:
    private_folder(str(tmp_path / "a" / "folder"))
    owned_folder(str(tmp_path / "another"))
    private_file(str(tmp_path / "empty"))
    put_whole(str(tmp_path / "whole"), b"x")
    os.close(open_owned(str(tmp_path / "opened"), os.O_WRONLY | os.O_CREAT))
    assert mode(tmp_path / "a" / "folder") == mode(tmp_path / "another") == 0o700
    assert mode(tmp_path / "empty") == mode(tmp_path / "whole") == mode(tmp_path / "opened") == 0o600
    put_whole(str(tmp_path / "document"), b"x", private=False)
    assert mode(tmp_path / "document") == 0o666  # less what the user's umask takes


def test_what_was_open_to_others_is_for_us_alone_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(0o777)
    for name in ("kept", "opened"):
        (tmp_path / name).write_bytes(b"old")
        (tmp_path / name).chmod(0o666)
    private_folder(str(tmp_path / "folder"))
    private_file(str(tmp_path / "kept"))
    os.close(open_owned(str(tmp_path / "opened"), os.O_WRONLY))
    assert mode(tmp_path / "folder") == 0o700
    assert mode(tmp_path / "kept") == mode(tmp_path / "opened") == 0o600
    assert (tmp_path / "kept").read_bytes() == b"old"


def test_a_folder_that_people_chose_stays_as_it_is_unless_others_may_write_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "chosen"
    folder.mkdir()
    folder.chmod(0o755)
    owned_folder(str(folder))
    assert mode(folder) == 0o755
    for open_one in (0o775, 0o757, 0o1777):
        folder.chmod(open_one)
        with pytest.raises(NotOurs, match="other users may write"):
            owned_folder(str(folder))
        assert mode(folder) == open_one


def test_a_folder_behind_a_link_of_ours_counts_where_people_chose_it_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(0o700)
    (tmp_path / "real").chmod(0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    owned_folder(str(tmp_path / "link"))
    with pytest.raises(NotOurs):
        private_folder(str(tmp_path / "link"))


@needs_root
def test_another_users_folder_is_refused_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(0o700)
    os.chown(folder, 65534, 65534)
    for use in (private_folder, owned_folder):
        with pytest.raises(NotOurs, match="belongs to the user nobody"):
            use(str(folder))
    (tmp_path / "link").symlink_to("/tmp")
    os.chown(tmp_path / "link", 65534, 65534, follow_symlinks=False)
    with pytest.raises(NotOurs, match="nobody"):
        owned_folder(str(tmp_path / "link"))


@needs_root
def test_root_leaves_nothing_in_a_folder_of_another_user(tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, 65534)
    (tmp_path / "theirs").write_bytes(b"x")
    os.chown(tmp_path / "theirs", 65534, 65534)
    for name in ("theirs", "new", "not/yet/there"):
        with pytest.raises(NotOurs):
            require_owned_place(str(tmp_path / name))
    open_to_all(tmp_path)
    as_user("nobody", lambda: require_owned_place("/etc/hostname"))  # only root is kept from what root alone could do


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 101)
    (tmp_path / "file").chmod(0o600)
    assert read_owned(str(tmp_path / "file"), 101) == b"x" * 101
    with pytest.raises(OSError, match="longer than 100 bytes"):
        read_owned(str(tmp_path / "file"), 100)


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "../x", "a/b", "a\\b", "a.b", "a b", "a\0b", "nul", "COM1", "x" * 65, "ä", "~", "-\n", "a:b"],
)
def test_what_could_be_more_than_a_name_is_no_id(text: str) -> None:
    assert not is_file_id(text)


def test_ids_of_ours_are_ids() -> None:
    assert all(map(is_file_id, ["0123456789abcdef0123456789abcdef", "run-1_A", "console"]))


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from porchlight.intake import files\n"
        "os.replace = lambda *_: os._exit(1)\n"
        "files.put_whole(sys.argv[1], b'new')\n"
    )
    (tmp_path / "file").write_bytes(b"old")
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "file")], check=False)
    assert (tmp_path / "file").read_bytes() == b"old"
