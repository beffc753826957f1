"""What goes out: no header but whole ones, no credential in clear, nothing secret to another origin."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from porchlight.alerts.channels.registry import find_kind as find_channel
from porchlight.model.status import Outcome, Reason
from porchlight.net.client import ReadOnlyClient
from porchlight.net.exchange import NoReply, Reply
from porchlight.net.headers import is_secret_header
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.kind import ProbeKind
from porchlight.probes.registry import BUILT_IN, find_kind
from porchlight.settings.file import parse
from tests.hostile.http_server import HostileHttpServer, simple
from tests.support import check

pytestmark = pytest.mark.anyio
_SECRET = "planted-s3cret-value"
_INJECTION = "a\r\nContent-Length: 0\r\n\r\nDELETE /v1/everything HTTP/1.1\r\nHost: x"


@pytest.fixture
async def server() -> AsyncIterator[HostileHttpServer]:
    async with HostileHttpServer() as found:
        yield found


def faults(lines: str) -> list[str]:
    loaded = parse("test.toml", f"[components.it]\n{lines}\n".encode(), find_kind, find_channel)
    return list(map(str, loaded.all_problems()))


@pytest.mark.parametrize("value", [_INJECTION, "a\nb", "a\rb", "a\x00b", "a\x1b[2J", "für", "a\u2028b", "\ud800"])
async def test_no_header_value_can_add_a_line(server: HostileHttpServer, value: str) -> None:
    async with ReadOnlyClient(proxies={}) as http:
        for headers in ({"X-Planted": value}, {"Authorization": f"Bearer {value}"}):
            reply = await http.exchange("GET", f"{server.url}/ok", headers=headers)
            assert isinstance(reply, NoReply)
            assert reply.reason is Reason.CONFIGURATION
            assert next(iter(headers)) in reply.sentence
            assert "everything" not in reply.sentence
            assert value not in reply.sentence
    assert server.asked == []


@pytest.mark.parametrize("name", ["X\r\nY", "X Y", "X:", "", "X\x00", "Ü", "X\nDELETE / HTTP/1.1", "a" * 300])
async def test_no_header_name_can_add_a_line(server: HostileHttpServer, name: str) -> None:
    async with ReadOnlyClient(proxies={}) as http:
        reply = await http.exchange("GET", f"{server.url}/ok", headers={name: "a"})
    assert isinstance(reply, NoReply)
    assert reply.reason is Reason.CONFIGURATION
    assert reply.sentence.isprintable()
    assert server.asked == []


@pytest.mark.parametrize("name", ["Content-Length", "transfer-encoding", "Upgrade", "X-HTTP-Method-Override"])
async def test_no_header_makes_one_request_two_or_a_get_something_else(server: HostileHttpServer, name: str) -> None:
    async with ReadOnlyClient(proxies={}) as http:
        reply = await http.exchange("GET", f"{server.url}/ok", headers={name: "DELETE"})
    assert isinstance(reply, NoReply)
    assert reply.reason is Reason.CONFIGURATION
    assert server.asked == []


@pytest.mark.parametrize("url", ["/a b", "/a?b=c d", "/ü?é=ö", "/%0d%0aX:%20y", "/a%00"])
async def test_a_path_is_one_word_on_the_wire(server: HostileHttpServer, url: str) -> None:
    async with ReadOnlyClient(proxies={}) as http:
        assert isinstance(await http.exchange("GET", server.url + url), Reply)
    lines = server.asked[0].split(b"\r\n")
    assert re.fullmatch(rb"GET /[!-~]* HTTP/1.1", lines[0])
    assert not any(line.lower().startswith(b"x:") for line in lines)


async def test_the_settings_say_which_header_cannot_be_sent_and_never_its_value() -> None:
    found = faults(f'kind = "http"\nurl = "https://example.org"\nheaders = {{ "X-Planted" = "{_SECRET}\\r\\nY: z" }}')
    assert len(found) == 1
    assert "X-Planted" in found[0]
    assert _SECRET not in found[0]
    assert faults('kind = "http"\nurl = "https://example.org"\nauth_header = "X Y"')
    assert faults('kind = "gatus"\nurl = "https://example.org"\nauth_header = "X\\r\\nY"')


@pytest.mark.parametrize("secret", [f"{_SECRET}\n{_SECRET}", f"{_SECRET}ü", f"{_SECRET}\x00"])
@pytest.mark.parametrize("auth", ["bearer", "header"])
async def test_a_credential_that_no_header_can_carry_is_said_by_its_name(
    server: HostileHttpServer, secret: str, auth: str
) -> None:
    settings = {"kind": "http", "url": f"{server.url}/ok", "credential": "website", "auth": auth}
    result = await check(settings, secrets={"website": secret})
    assert result.outcome is Outcome.ERROR
    assert result.reason in (Reason.CONFIGURATION, Reason.SECRET_MISSING)
    assert "The credential “website” holds" in result.sentence
    assert _SECRET not in result.sentence
    assert server.asked == []


@pytest.mark.parametrize("secret", [f"\ufeff{_SECRET}", f"{_SECRET}\r\n", f"  {_SECRET}\t"])
async def test_what_an_editor_leaves_around_a_credential_is_not_sent(server: HostileHttpServer, secret: str) -> None:
    settings = {"kind": "http", "url": f"{server.url}/ok", "credential": "website"}
    assert (await check(settings, secrets={"website": secret})).outcome is Outcome.HEALTHY
    assert f"Authorization: Bearer {_SECRET}\r\n".encode() in server.asked[0]


def _kinds_with_credentials() -> list[tuple[str, str]]:
    """Each kind that sends a credential over HTTP, with each of its addresses."""
    return [
        (name, key)
        for name in BUILT_IN
        if isinstance(kind := find_kind(name), ProbeKind) and "credential" in kind.settings.model_fields
        for key in ("url", "base_url", "token_url", "my_domain")
        if key in kind.settings.model_fields and name not in ("database", "classy_sync_freshness", "recurring_gifts")
        if not (name == "audience_drift" and key == "url")
    ]


_NEEDED: Mapping[str, str] = {
    "salesforce": "", "classy": "organization_id = 1\n", "prometheus": 'query = "up"\nerror_above = 1\n',
    "audience_drift": 'url = "sqlite:////tmp/x"\nlist_id = "abc"\n', "neon_crm": 'org_id = "x"\n',
    "donorbox": 'login = "x@example.org"\n', "hubspot": "", "blackbaud": "",
}  # fmt: skip


@pytest.mark.parametrize(("name", "key"), _kinds_with_credentials())
@pytest.mark.parametrize("host", ["api.example.org", "134744072", "intranet", "[::ffff:8.8.8.8]"])
def test_no_kind_takes_an_address_by_which_its_credential_goes_in_clear(name: str, key: str, host: str) -> None:
    if name == "salesforce":  # which takes no other names, and no addresses
        host = "acme.my.salesforce.com"
    lines = f'kind = "{name}"\ncredential = "it"\n{_NEEDED.get(name, "")}{key} = "HTTP://{host}/"\n'
    found = [fault for fault in faults(lines) if "anybody on the way could read it" in fault]
    assert len(found) == 1, faults(lines)
    assert not any("anybody" in fault for fault in faults(lines + "allow_unencrypted = true"))
    assert not any("anybody" in fault for fault in faults(lines.replace(host, "127.1")))


def test_every_kind_that_sends_a_credential_has_the_rule() -> None:
    names = {name for name, _ in _kinds_with_credentials()}
    assert {"mailchimp", "classy", "http", "prometheus", "stripe", "salesforce", "audience_drift"} <= names
    for name in (*names, "smtp", "imap"):
        kind = find_kind(name)
        assert isinstance(kind, ProbeKind)
        assert issubclass(kind.settings, SendsCredential)


@pytest.mark.parametrize("kind", ["smtp", "imap"])
def test_a_login_goes_in_clear_only_where_that_was_said(kind: str) -> None:
    login = f'kind = "{kind}"\nencryption = "none"\nusername = "reader"\ncredential = "mail"\nhost = '
    assert any("encrypted connection" in fault for fault in faults(f'{login}"mail.example.org"'))
    assert any("encrypted connection" in fault for fault in faults(f'{login}"134744072"'))
    assert faults(f'{login}"mail.example.org"\nallow_unencrypted = true') == []
    assert faults(f'{login}"127.1"') == []
    assert faults(f'{login}"192.168.1.5"') == []


@pytest.mark.parametrize(
    "sent",
    [{"headers": {"Authorization": "Bearer x"}}, {"headers": {"X-Api-Key": "x"}}, {"headers": {"Cookie": "a=b"}},
     {"secret_headers": {"X-Plain": "x"}}],
)  # fmt: skip
@pytest.mark.parametrize("host", ["example.test", "134744072", "0x08080808", "[::ffff:8.8.8.8]"])
async def test_the_client_itself_sends_no_credential_in_clear(sent: dict[str, Any], host: str) -> None:
    async with ReadOnlyClient(proxies={}) as http:
        reply = await http.exchange("GET", f"http://{host}/", **sent)
    assert isinstance(reply, NoReply)
    assert reply.reason is Reason.CONFIGURATION
    assert "https://" in reply.sentence


async def test_a_token_is_never_asked_for_in_clear() -> None:
    async with ReadOnlyClient(proxies={}) as http:
        reply = await http.exchange("POST", "http://example.test/", content=b"client_secret=x", read_only_post=True)
    assert isinstance(reply, NoReply)
    assert reply.reason is Reason.CONFIGURATION


async def test_who_allows_it_sends_in_clear(server: HostileHttpServer) -> None:
    # A name that leads here stands for another computer: the proxy is our server.
    async with ReadOnlyClient(proxies={"http": f"http://127.0.0.1:{server.port}"}) as http:
        headers = {"Authorization": "Bearer x"}
        refused = await http.exchange("GET", "http://monitor.example.test/ok", headers=headers)
        assert isinstance(refused, NoReply)
        reply = await http.exchange("GET", "http://monitor.example.test/ok", headers=headers, allow_unencrypted=True)
    assert isinstance(reply, Reply)
    assert len(server.asked) == 1


async def test_a_redirect_takes_neither_credentials_nor_headers_elsewhere(server: HostileHttpServer) -> None:
    async with HostileHttpServer() as elsewhere:
        target = f"http://user:pass@127.0.0.1:{elsewhere.port}/ok#part"
        server.rules["/away"] = simple(b"", f"Location: {target}".encode(), status=b"307 Away")
        settings = {
            "kind": "http", "url": f"{server.url}/away", "credential": "website", "auth": "header",
            "auth_header": "X-Plain", "headers": {"X-Other": "other", "Cookie": "a=b"},
        }  # fmt: skip
        result = await check(settings, secrets={"website": _SECRET})
    assert result.outcome is Outcome.HEALTHY
    assert _SECRET.encode() in server.asked[0]
    assert not any(
        word in elsewhere.asked[0].lower() for word in (b"x-plain", b"x-other", b"cookie", b"user:pass", b"#")
    )


def test_headers_that_carry_secrets_are_known_by_their_names() -> None:
    secret = ("Authorization", "authorization", "X-API-Key", "apikey", "X-Auth-Token", "Bb-Api-Subscription-Key",
              "Cookie", "X-Session-Id", "Private-Token", "Proxy-Authorization", "X-Auth")  # fmt: skip
    plain = ("Accept", "User-Agent", "X-Author", "X-Request-Id", "Host", "Cache-Control", "X-Keyboard", "Monkey")
    assert all(map(is_secret_header, secret))
    assert not any(map(is_secret_header, plain))
