"""Secrets that stand in the settings: each is found, and nothing of daily use is taken for one."""

from typing import Any

import pytest

from porchlight.settings.exposed import TAKEN_OUT, exposed, protect, stored_value
from porchlight.settings.shown import shown_name, shown_program, shown_value

UUID = "0b3f1f9c-8e1c-4b8e-9a43-8f0e5d1f9d52"


def _component(**values: Any) -> dict[str, Any]:
    return {"components": {"one": {"kind": "http", **values}}}


def _webhook(**values: Any) -> dict[str, Any]:
    return {"channels": {"ops": {"kind": "webhook", **values}}}


@pytest.mark.parametrize(
    ("document", "key"),
    [
        (_component(url="https://a.example.org/?token=abcdef123456"), "url"),
        (_component(url="https://a.example.org/?X-Amz-Signature=abcdef"), "url"),
        (_component(url="https://a.example.org/?api%5Fkey=abcdef"), "url"),
        (_component(url="https://joe:pw@a.example.org/"), "url"),
        (_component(url="https://rk_live_0123456789abcdef@a.example.org/"), "url"),
        (_component(url=f"https://a.example.org/{UUID}"), "url"),
        (_component(url="https://a.example.org/#access_token=abc"), "url"),
        (_component(headers={"Authorization": "Bearer abcdefgh12345"}), "headers.Authorization"),
        (_component(headers={"X-Auth-Token": "short"}), "headers.X-Auth-Token"),
        (_component(headers={"Cookie": "a=b"}), "headers.Cookie"),
        (_component(headers={"X-Custom": "Basic am9lOnNlY3JldHB3"}), "headers.X-Custom"),
        (_component(headers={"X-Honeycomb-Team": "hcaik_01kq7zv3n8x2m5r9t4w6"}), "headers.X-Honeycomb-Team"),
        ({"actions": {"a": {"kind": "program", "program": "/bin/x --token hunter2secret"}}}, "program"),
        (_component(expect_text="sk_live_0123456789abcdefghij"), "expect_text"),
        (_component(password="hunter22"), "password"),
        (_component(credential="sk_live_0123456789abcdefghij"), "credential"),
        (_webhook(url="https://hooks.slack.com/services/T0000000/B0000000/XXXXXXXXXXXXXXXXXXXXXXXX"), "url"),
        (_webhook(url="https://discord.com/api/webhooks/1234567890/abcdefGHIJKL-mnop_qrs"), "url"),
        (_webhook(url="https://example.webhook.office.com/webhookb2/x@y/IncomingWebhook/z/q"), "url"),
        (_webhook(url="https://hooks.zapier.com/hooks/catch/1234567/abcdef0"), "url"),
        (_webhook(url="https://chat.googleapis.com/v1/spaces/AAA/messages?key=abc&token=def"), "url"),
        (_webhook(url="https://chat.example.org/hooks/w1x2y3z4"), "url"),
        (_webhook(headers={"X-Api-Key": "abcdef12"}), "headers.X-Api-Key"),
        ({"heartbeat": {"url": f"https://hc-ping.com/{UUID}"}}, "url"),
        ({"heartbeat": {"url": "https://uptime.example.org/api/push/abc"}}, "url"),
        ({"actions": {"a": {"kind": "webhook", "url": "https://maker.example.org/with/key/abcDEF12345"}}}, "url"),
        ({"actions": {"a": {"kind": "program", "program": ["/bin/x", "--token=hunter2secret"]}}}, "program.1"),
        ({"actions": {"a": {"kind": "program", "program": ["/bin/x", "--password", "hunter"]}}}, "program.2"),
        (
            {"actions": {"a": {"kind": "program", "program": ["/x", "-H", "Authorization: Bearer x"]}}},
            "program.2",
        ),
        ({"actions": {"a": {"kind": "program", "program": ["/bin/x", "https://u:p@x.example.org"]}}}, "program.1"),
        ({"actions": {"a": {"kind": "program", "program": ["/bin/x", "Passw0rd!"]}}}, "program.1"),
        ({"components": {"db": {"kind": "database", "url": "postgresql://u:pw@db.example.org/x"}}}, "url"),
        ({"components": {"db": {"kind": "database", "url": "postgresql://db.example.org/x?password=abc"}}}, "url"),
    ],
)
def test_what_looks_like_a_secret_is_found_and_taken_out(document: dict[str, Any], key: str) -> None:
    (found,) = exposed(document)
    assert found.key == key
    assert found.value not in repr(found)
    protect(document)
    assert found.value not in repr(document)
    assert exposed(document) == []


@pytest.mark.parametrize(
    "document",
    [
        _component(url="https://give.example.org/campaign/year-end-2026/donate?utm_source=newsletter"),
        _component(url="https://example.org/our-emergency-appeal-for-families-in-need"),
        _component(headers={"Accept": "application/json", "User-Agent": "us"}, credential="page-key"),
        _component(expect_text="Donate by card or token of thanks", tags=["gifts"]),
        _component(vendor="salesforce:acme"),
        _webhook(url="https://alerts.example.org/porchlight", secret_headers={"Authorization": "ops-key"}),
        {"channels": {"mail": {"kind": "email", "host": "smtp.example.org", "to": ["board@example.org"]}}},
        {"actions": {"a": {"kind": "program", "program": ["/bin/systemctl", "restart", "a.service", "--now"]}}},
        {"heartbeat": {"credential": "heartbeat"}},
        {"components": {"db": {"kind": "database", "url": "postgresql://watcher@db.example.org:5432/gifts"}}},
        {"components": {"letters": {"kind": "mailchimp", "list_id": "57afe96172"}}},
        {"monitor": {"proxy": "http://proxy.example.org:3128"}},
        {"rules": {"r": {"when": {"component": "*", "status": "error"}, "message": "{rule.name}: {summary.errors}"}}},
    ],
)
def test_what_is_none_stays(document: dict[str, Any]) -> None:
    assert exposed(document) == []


def test_what_can_be_named_becomes_a_credential_and_the_rest_is_left_for_people() -> None:
    document = {
        **_component(url="https://a.example.org/health", headers={"Authorization": "Bearer abcdefgh12345"}),
        **_webhook(url="https://hooks.slack.com/services/T0000000/B0000000/XXXXXXXXXXXXXXXXXXXXXXXX"),
        "heartbeat": {"url": f"https://hc-ping.com/{UUID}", "interval": "5m"},
        "actions": {"a": {"kind": "program", "program": ["/bin/x", "--token=hunter2secret", "now"]}},
    }
    document["components"]["db"] = {"kind": "database", "url": "postgresql://u:p%40ssw0rd@db.example.org/x"}
    moved = protect(document, movable_only=True, reserved=["ops"])
    assert {one.place: (one.credential, stored_value(one)) for one in moved} == {
        "components.one.headers.Authorization": ("one", "Bearer abcdefgh12345"),
        "components.db.url": ("db", "p@ssw0rd"),
        "channels.ops.url": ("ops-2", "https://hooks.slack.com/services/T0000000/B0000000/XXXXXXXXXXXXXXXXXXXXXXXX"),
        "heartbeat.url": ("heartbeat", f"https://hc-ping.com/{UUID}"),
    }
    assert document["components"]["one"] == {
        "kind": "http",
        "url": "https://a.example.org/health",
        "credential": "one",
        "auth": "header",
        "auth_header": "Authorization",
    }
    assert document["components"]["db"]["url"] == "postgresql://u@db.example.org/x"
    assert document["actions"]["a"]["program"][1] == "--token=hunter2secret"
    protect(document)
    assert document["actions"]["a"]["program"] == ["/bin/x", TAKEN_OUT, "now"]


def test_what_is_shown_is_one_plain_line_without_secrets() -> None:
    assert shown_name("a\x1b[1A\x1b[2K\nb\u202ec") == "a\ufffd[1A\ufffd[2K\\nb\ufffdc"
    assert shown_value("components", "name", "<b>x</b>\r\ny") == "<b>x</b>\\r\\ny"
    assert shown_value("components", "url", "https://a.example.org/?token=abcdef12") == "https://a.example.org/***"
    assert shown_value("components", "headers", {"Authorization": "Bearer abcdefgh"}) == "Authorization = ***"
    assert shown_value("channels", "to", ["board@example.org"]) == "board@example.org"
    assert len(shown_value("components", "name", "x" * 100_000)) == 160
    assert shown_program(["/bin/x", "--token=hunter2secret", "now"]) == "/bin/x *** now"
