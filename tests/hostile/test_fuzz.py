"""Whatever a server says, whatever a file holds: a plain result or a plain sentence, and never an error of our own.

A few examples here; the nightly takes hours.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.model.errors import SettingsError
from porchlight.model.status import Reason
from porchlight.probes.classy_sync.log import event_of
from porchlight.runtime.kinds import parse_settings
from porchlight.settings.sharing import read_shared
from tests.hostile.dns_server import HostileDnsServer, serving
from tests.support import check

_HTTP = [
    b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 ", b"302", b"503 \r\n", b"HTTP/1.1 103 Early Hints\r\n", b"\r\n", b"\n", b": ",
    b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n",
    b"0\r\n\r\n",
    b"Location: ", b"http://[x\r\n", b"//\r\n", b"Retry-After: 9999999999\r\n", b"Content-Encoding: gzip\r\n",
    b"Content-Type: application/json; charset=punycode\r\n",
    b'{"status":"fail","checks":{"\\ud800":[{"output":1e999}]}}',
    b"\x1f\x8b\x08\0", b"<!DOCTYPE html>", b"\xff\xfe", b"\0", b"ffffffffffffffff\r\n", b"Set-Cookie: a=\xff\r\n",
    b"HTTP/1.1 200 OK\n", b"HTTP/1.1 302 Found\nLocation: /\xff\n\n", b"Content-Length: 5\n", b" \tfolded\n",
    b"no field\n",
    b"Transfer-Encoding: chunked\n\n", b"5\nhello\n", b"0\n\n", b"Content-Encoding: deflate, gzip\n",
    b"<meta charset='",
    b"Set-Cookie: a=1; Domain=.; Expires=9\n", b"\xef\xbb\xbf", b"\r",
]  # fmt: skip
_SMTP = [
    b"220 mail ready\r\n", b"220-", b"250-mail\r\n", b"250 STARTTLS\r\n", b"250 AUTH PLAIN LOGIN\r\n", b"421 ",
    b"554\r\n",
    b"5", b"\r\n", b"\n", b"\x1b[2J", b"334 \r\n", b"\xff\xfe", b"\0", b"999 x\r\n", "２２０ \r\n".encode(),
]  # fmt: skip
_IMAP = [
    b"* OK ready\r\n", b"* BYE\r\n", b"* CAPABILITY IMAP4rev1 STARTTLS\r\n", b"p1 OK\r\n", b"p1 NO [ALERT] ",
    b"+ \r\n",
    b"{9223372036854775808}\r\n", b"{5}\r\n", b"hello", b"\r\n", b"*", b"\xff", b"\0", b"p2 BAD\r\n",
    b"* 1 EXISTS\r\n",
]  # fmt: skip


def _answers(tokens: list[bytes]) -> st.SearchStrategy[bytes]:
    return st.lists(st.sampled_from(tokens) | st.binary(max_size=12), max_size=12).map(b"".join)


def _found(table: Callable[[int], dict[str, object]], answer: bytes) -> Reason | None:
    """The reason of a check against a server that says this to everybody and leaves."""

    async def main() -> Reason | None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(answer)
            writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            result = await check(table(port), timeout=2.0)
        json.dumps(result.sentence).encode()
        assert result.sentence.isprintable()
        return result.reason

    return asyncio.run(main())


_SETTINGS = settings(
    max_examples=40 if settings.default.max_examples <= 100 else settings.default.max_examples,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@_SETTINGS
@given(_answers(_HTTP))
def test_any_answer_of_a_website_is_told_plainly(answer: bytes) -> None:
    reason = _found(lambda port: {"kind": "http", "url": f"http://127.0.0.1:{port}/"}, answer)
    assert reason is not Reason.INTERNAL


@pytest.mark.parametrize(("kind", "tokens"), [("smtp", _SMTP), ("imap", _IMAP)])
@_SETTINGS
@given(st.data())
def test_any_dialogue_of_a_mail_server_is_told_plainly(kind: str, tokens: list[bytes], data: st.DataObject) -> None:
    answer = data.draw(_answers(tokens))
    table = {"kind": kind, "host": "127.0.0.1", "encryption": "none"}
    assert _found(lambda port: {**table, "port": port}, answer) is not Reason.INTERNAL


@_SETTINGS
@given(st.binary(max_size=80), st.binary(max_size=40))
def test_any_datagram_of_a_name_server_is_told_plainly(head: bytes, tail: bytes) -> None:
    async def main() -> Reason | None:
        server = HostileDnsServer(lambda question: question[:2] + head + question[12:] + tail)
        async with serving(server):
            table = {"kind": "dns", "domain": "gifts.test", "server": f"127.0.0.1:{server.port}"}
            return (await check(table, timeout=0.1)).reason

    assert asyncio.run(main()) is not Reason.INTERNAL


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.sampled_from(["sync:transactions", "sync-orchestrator", "daemon", "plugin:mailchimp", ""]), _VALUES, _VALUES
)
def test_any_line_of_a_log_is_an_event_or_none(context: str, one: object, other: object) -> None:
    for message in ("Performance: x", "Full transactions sync failed", "Daemon status report", one):
        line = {"message": message, "context": context, "timestamp": other, "duration": one, "error": other,
                "organizationId": one, "performance": True, "operation": "transactions-full-sync"}  # fmt: skip
        event_of(json.dumps(line).encode())
    event_of(repr(other).encode("utf-8", "replace"))


@given(st.text(st.characters(), max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_settings_are_settings_with_faults_or_said_to_be_none(text: str) -> None:
    for wrapped in (text, f"[components.it]\nkind = 'http'\nurl = {text!r}\n", f"[rules.it]\nwhen = {{ {text} }}\n"):
        with suppress(SettingsError):
            parse_settings(wrapped.encode("utf-8", "replace").decode()).all_problems()


@given(st.binary(max_size=300))
def test_any_file_of_a_colleague_is_settings_or_a_sentence(raw: bytes) -> None:
    with suppress(SettingsError):
        read_shared(raw)
