"""``porchlight alerts`` and ``porchlight audit``, beside a monitor that runs and without one."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.website import WebsiteSimulator
from tests.integration.alerts.hook import Hook, hook
from tests.integration.alerts.watched import settings
from tests.integration.cli.test_watch import end, wait_for
from tests.integration.program import Program
from tests.integration.simulators import Beside, beside


@dataclass(frozen=True)
class Outage:
    """What a monitor that has ended left: its data, and the id of the alert that it raised."""

    data: Path
    alert: str


@pytest.fixture(scope="module")
def outage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outage]:
    with beside(WebsiteSimulator()) as website, hook() as receiver:
        program = Program(tmp_path_factory.mktemp("outage"))
        program.configure(settings(website, receiver))
        website.fail(Fault.UNAVAILABLE)
        process = program.start("watch")
        body = receiver.wait_for_event("firing")
        end(process)
        yield Outage(program.data, body["alerts"][0]["id"])


@pytest.fixture
def failed(porchlight: Program, outage: Outage) -> str:
    """An alert that a monitor has raised, which was ended then; its id."""
    shutil.copytree(outage.data, porchlight.data)
    return outage.alert


def test_history_outbox_and_timeline(porchlight: Program, failed: str) -> None:
    label = porchlight("alerts")
    assert label.code == 0
    assert f"{failed[:8]} " in label.out
    assert "Critical  down (Firing)" in label.out
    (alert,) = json.loads(porchlight("alerts", "--json").out)
    assert (alert["id"], alert["component"], alert["state"]) == (failed, "website", "firing")
    assert [line["what"] for line in alert["timeline"]] == ["firing", "told"]
    assert "ops           Started       Delivered" in porchlight("alerts", "outbox").out


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--severity", "critical"], 1),
        (["--severity", "low"], 0),
        (["--rule", "down"], 1),
        (["--rule", "other"], 0),
        (["--component", "website"], 1),
        (["--text", "503"], 1),
        (["--text", "5%3"], 0),
        (["--since", "2020-01-01"], 1),
    ],
)
def test_filters(porchlight: Program, failed: str, filters: list[str], count: int) -> None:
    assert len(json.loads(porchlight("alerts", "list", "--json", *filters).out)) == count


def test_orders_without_a_monitor_are_carried_out_at_once(porchlight: Program, failed: str) -> None:
    assert porchlight("alerts", "ack", failed[:6]).out.startswith("Acknowledged: The answer was 503")
    assert "Firing, acknowledged" in porchlight("alerts").out
    assert porchlight("alerts", "snooze", failed[:6], "--for", "tomorrow").code == 0
    assert json.loads(porchlight("alerts", "--json").out)[0]["snoozedUntil"] is not None
    assert porchlight("alerts", "unsnooze", failed[:6]).out.startswith("No longer snoozed: ")
    assert json.loads(porchlight("alerts", "--json").out)[0]["snoozedUntil"] is None
    silenced = porchlight("alerts", "silence", "--component", "website", "--for", "2h", "--comment", "The gala")
    assert silenced.out.startswith("Silenced, as ")
    assert "website: The gala" in porchlight("alerts", "silences").out
    assert porchlight("alerts", "unsilence", silenced.out.split()[-1].rstrip(".")).code == 0
    assert "Nothing is silenced." in porchlight("alerts", "silences").out
    audit = porchlight("audit").out
    for expected in (
        "Alert acknowledged  website: ",
        "Alert snoozed  website: ",
        "Snooze ended  website: ",
        "Alerts silenced  website: The gala",
        "Silence ended",
    ):
        assert expected in audit


def test_orders_are_given_to_the_monitor_that_runs(porchlight: Program, website: Beside, receiver: Hook) -> None:
    process = porchlight.start("watch")
    wait_for(process, "→ healthy")
    assert porchlight("alerts", "silence", "--rule", "down").code == 0
    website.fail(Fault.UNAVAILABLE)
    wait_for(process, "→ error")
    found: list[dict[str, str]] = []
    for _ in range(20):  # it is written within a moment
        found = found or json.loads(porchlight("alerts", "--json").out)
    assert found[0]["heldBack"] == "silenced"
    (silence,) = json.loads(porchlight("alerts", "silences", "--json").out)
    assert porchlight("alerts", "unsilence", silence["id"]).code == 0
    receiver.wait_for_event("firing")
    end(process)
    assert not list((porchlight.data / "orders").iterdir())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ack", "nothing"], "at the moment: “nothing”"),
        (["silence", "--component", "web"], "Not found: “web”. Did you mean “website”?"),
        (["silence", "--rule", "web"], "Not found: “web”"),
        (["silence", "--for", "resolved"], "A silence needs an end"),
        (["snooze", "x", "--for", "soon"], "is not a time span"),
        (["test", "nobody"], "Not found: “nobody”"),
        (["test", "desktop"], "tested in the window"),
        (["--since", "soon"], "is not a time span"),
    ],
)
def test_wrong_use_is_told_with_what_would_be_right(
    porchlight: Program, failed: str, arguments: list[str], expected: str
) -> None:
    ran = porchlight("alerts", *arguments)
    assert ran.code == 64
    assert expected in ran.err


def test_rules_and_what_one_would_have_done(porchlight: Program, failed: str, receiver: Hook) -> None:
    rules = porchlight("alerts", "rules").out
    assert "down: The donation page is down" in rules
    assert "critical-component-failure (off): A critical component is down" in rules
    assert "While it is down, donations may be lost or delayed." in rules
    tested = porchlight("alerts", "test", "down")
    assert tested.code == 0
    assert (
        "In the last 7 days it would have fired 1 time. It would have sent 1 message. It would be firing now."
        in tested.out
    )
    assert "ops: sent." in tested.out
    assert receiver.wait_for_event("test")["alerts"][0]["rule"] == "down"


def test_a_channel_that_does_not_take_it_says_why(porchlight: Program, receiver: Hook) -> None:
    receiver.status = 403
    tested = porchlight("alerts", "test", "ops")
    assert tested.code == 69
    assert "rejected the address or its key (403)" in tested.out


def test_a_test_of_a_channel_is_in_the_activity_list_with_what_went_wrong(porchlight: Program) -> None:
    here = '[components.me]\nkind = "plugins"\n'
    porchlight.configure(f'{here}[channels.ops]\nkind = "webhook"\nurl = "http://127.0.0.1:9/hook"\n')
    assert porchlight("alerts", "test", "console").code == 0
    tested = porchlight("alerts", "test", "ops")
    assert tested.code == 69
    audit = porchlight("audit").out
    assert audit.count("Channel tested") == 2
    assert tested.out.removeprefix("ops: ").strip() in audit


def test_actions_say_what_they_would_do(porchlight: Program) -> None:
    porchlight.config.write_text(
        porchlight.config.read_text()
        + """
        [actions.mend]
        kind = "program"
        program = ["/usr/bin/true", "now"]
        """
    )
    output = porchlight("alerts", "actions").out
    assert "mend (off): would run /usr/bin/true now" in output
    assert "at most 3 per hour" in output
    assert porchlight("alerts", "actions", "--allow", "mend").out == "“mend” may run again.\n"
    assert porchlight("alerts", "actions", "--allow", "gone").code == 64


def test_faults_of_rules_and_channels_are_named_and_stop_nothing(porchlight: Program) -> None:
    porchlight.config.write_text(
        porchlight.config.read_text()
        + """
        [rules.second]
        when = { component = "webside", status = "error" }
        channels = ["pos"]
        message = "{no.such.place}"
        action = "none"
        [rules.third]
        when = { component = "website" }
        [channels.mail]
        kind = "emial"
        [channels.hook]
        kind = "webhook"
        url = "https://user:secret-word@example.org/"
        [maintenance.nightly]
        from = "25:00"
        to = "04:00"
        """
    )
    output = porchlight("config", "check")
    text = output.out + output.err
    for expected in (
        "There is no component “webside”",
        "Did you mean website?",
        "There is no channel “pos”",
        "There is never anything at {no.such.place}",
        "There is no action “none”",
        "The condition is empty",
        "There is no kind of channel “emial”",
        "The address contains a password",
        "a time of day",
    ):
        assert expected in text
    assert "secret-word" not in text
    assert porchlight("alerts", "rules").code == 0
