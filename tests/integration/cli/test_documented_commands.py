"""Every command that the documentation gives is one that Porchlight knows: it is run."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.cli import exit_codes
from tests.integration.program import Program
from tests.integration.simulators import Beside
from tests.schemas import DOCS

TOP = DOCS.parent
PAGES = [path for path in (*DOCS.glob("*.md"), *TOP.glob("*.md")) if path.name not in ("commands.md", "CHANGELOG.md")]
STAYS = {"watch", "tray", "demo", "COMMAND"}
"""These run until they are stopped, and have tests of their own: here only their options are checked."""
GIVEN = {
    "COMPONENT": "page",
    "NAME": "page",
    "RULE": "slow-response",
    "CHANNEL": "hook",
    "ID": "0",
    "PLACE": "https://example.org",
    "p95|count|max|recent": "p95",
    "ours.toml": "ours.toml",
}
"""What stands for a word of the reader's own."""


def _spans(text: str) -> Iterator[str]:
    """Commands within a sentence, and lines of examples for a terminal."""
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from (line.split(" #")[0].strip() for line in block.splitlines() if line.startswith("porchlight "))
    yield from re.findall(r"`(porchlight [^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def _documented() -> list[str]:
    found = {" ".join(span.split()) for page in PAGES for span in _spans(page.read_text("utf-8"))}
    return sorted(found)


def _arguments(command: str) -> list[str]:
    plain = re.sub(r"[\[\]]|[<>] ?\S+|…", "", command)
    return [GIVEN.get(word, word) for word in shlex.split(plain)[1:]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documented")


@pytest.fixture
def porchlight(folder: Path, website: Beside) -> Program:
    program = Program(folder, {"EDITOR": "true", "PORCHLIGHT_SECRET_MAILCHIMP": "of-a-test-us1"})
    program.configure(
        f"""
        [monitor]
        connectivity_urls = []
        [components.page]
        kind = "http"
        url = "{website.url}/"
        [channels.hook]
        kind = "webhook"
        url = "{website.url}/hook"
        """
    )
    (program.folder / "ours.toml").write_text(program.config.read_text())
    return program


def test_there_are_many() -> None:
    assert len(_documented()) > 45


@pytest.mark.parametrize("command", _documented())
def test_a_documented_command_is_understood(
    porchlight: Program, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(porchlight.folder)
    arguments = _arguments(command)
    if STAYS & set(arguments[:1]):
        arguments = [one for one in arguments if one not in STAYS - set(arguments[:1]) and one != "COMMAND"]
        arguments = arguments if "--help" in arguments else [*arguments, "--help"]
    ran = porchlight(*arguments, given="")
    if ran.code == exit_codes.USAGE and "Missing:" in ran.err:  # the sentence names the command, without its words
        ran = porchlight(*arguments, "--help")
    assert ran.code != exit_codes.SOFTWARE, ran.err
    assert "--help”" not in ran.err  # which is how it answers to what it does not understand


def _targets(text: str) -> set[str]:
    return set(re.findall(r"`make ([a-z-]+)", text)) | set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))


def test_every_documented_target_of_make_is_there() -> None:
    there = set(re.findall(r"^([a-z-]+):", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set().union(*(_targets(page.read_text("utf-8")) for page in PAGES))
    assert len(named) > 8
    assert named <= there
