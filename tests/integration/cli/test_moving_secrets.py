"""``config check --fix``: secrets that stand in the settings go into the keyring, all that can or none."""

import argparse
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.cli.config import config
from porchlight.model.errors import SecretUnfit
from tests.memory_keyring import memory_keyring

HOOK = "https://hooks.example.org/services/abcdefgh12345678"
SETTINGS = f"""# ours
[components.api]
kind = "http"  # the shop's
url = "https://api.example.org/health"
headers = {{ Authorization = "Bearer abcdefgh12345678" }}
[channels.ops]
kind = "webhook"
url = "{HOOK}"
[actions.mend]
kind = "program"
program = ["/bin/mend", "--key=abcdefgh12345678"]
"""


@pytest.fixture
def kept() -> Iterator[dict[str, str]]:
    with memory_keyring() as kept:
        yield kept


def _fix(folder: Path, *, yes: bool = True) -> int:
    return config(
        argparse.Namespace(
            action="check", fix=True, yes=yes, config=str(folder / "p.toml"), data_dir=str(folder / "data")
        )
    )


def test_what_can_be_named_is_moved_and_the_rest_is_reported(
    tmp_path: Path, kept: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    kept |= {"__names__": '["ops"]', "ops": "somebody-elses"}
    assert _fix(tmp_path, yes=False) == 0
    assert file.read_text(encoding="utf-8") == SETTINGS
    assert _fix(tmp_path) == 0
    now = tomllib.loads(file.read_text(encoding="utf-8"))
    assert now["components"]["api"] == {
        "kind": "http",
        "url": "https://api.example.org/health",
        "credential": "api",
        "auth": "header",
        "auth_header": "Authorization",
    }
    assert now["channels"]["ops"] == {"kind": "webhook", "credential": "ops-2"}
    assert (kept["api"], kept["ops"], kept["ops-2"]) == ("Bearer abcdefgh12345678", "somebody-elses", HOOK)
    assert kept["api#origins"] == '["https://api.example.org"]'
    assert "# the shop's" in file.read_text(encoding="utf-8")
    assert Path(f"{file}.before-fix").read_text(encoding="utf-8") == SETTINGS
    printed = capsys.readouterr()
    assert "actions.mend.program.1: this looks like a secret" in printed.err
    assert "abcdefgh" not in printed.out + printed.err


def test_where_one_cannot_be_stored_none_is_moved(tmp_path: Path, kept: dict[str, str]) -> None:
    file = tmp_path / "p.toml"
    text = SETTINGS.replace("abcdefgh12345678", "abcdefgh\\u000012345678", 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SecretUnfit):
        _fix(tmp_path)
    assert file.read_text(encoding="utf-8") == text
    assert not {"api", "ops"} & {*kept}
