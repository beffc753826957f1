"""Work done as another user of this computer: only root can, and CI is root."""

import os
import pickle
import pwd
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

_T = TypeVar("_T")

needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be another user"
)


def as_user(name: str, work: Callable[[], _T]) -> _T:
    """What ``work`` gives in a process of that user's. It has to import nothing that was not imported before: the
    other user may not be able to read the checkout."""
    account = pwd.getpwnam(name)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
            result = pickle.dumps((True, work()))
        except BaseException:
            result = pickle.dumps((False, traceback.format_exc()))
        with open(writer, "wb") as pipe:
            pipe.write(result)
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as pipe:
        ok, value = pickle.load(pipe)
    os.waitpid(child, 0)
    assert ok, value
    return value


def open_to_all(folder: Path) -> Path:
    """``folder``, with the way to it made passable for other users."""
    for one in (folder, *folder.parents):
        if one.stat().st_uid == os.geteuid() and one.stat().st_mode & 0o011 != 0o011:
            one.chmod(one.stat().st_mode | 0o011)
    return folder
