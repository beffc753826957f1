"""Settings for colleagues, as text: what the command line and the windows do with it is told elsewhere."""

from pathlib import Path

import pytest

from porchlight.settings.sharing import exported, read_shared

_SETTINGS = (
    "# ours\n[components.page]\nkind = \"http\"\nurl = \"https://give.example.org\"\nnote = '''\none\ntwo'''\n"
)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_whatever_ends_the_lines_of_a_file_what_is_exported_can_be_written_and_read_anywhere(
    tmp_path: Path, ending: str
) -> None:
    file = tmp_path / "porchlight.toml"
    file.write_bytes(_SETTINGS.replace("\n", ending).encode())
    text = exported(str(file), [], "2026-11-25").text
    assert "\r" not in text
    for written in (text, text.replace("\n", "\r\n")):  # as on Linux and macOS, as on Windows
        assert read_shared(written.encode())["components"]["page"]["note"].splitlines() == ["one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        'token = "{}"\n',
        'all = ["{}"]\n',
        '[[channels]]\nkind = "slack"\nurl = "https://hooks.slack.com/services/T0/B0/{}"\n',
    ],
)
def test_what_is_no_table_is_not_exported_since_a_secret_may_be_in_it(tmp_path: Path, text: str) -> None:
    file = tmp_path / "porchlight.toml"
    file.write_text(text.format("sk_live_0123456789abcdefghij"))
    assert "0123456789" not in exported(str(file), [], "2026-11-25").text
