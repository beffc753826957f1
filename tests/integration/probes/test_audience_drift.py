"""Supporters who want letters against the audience: too few at Mailchimp show at once."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.mailchimp import MailchimpSimulator
from porchlight.demo.sync_database import make_sync_database
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.support import check

pytestmark = pytest.mark.anyio
SUPPORTERS = 5254


class Synced:
    """A sync's database and the audience that it is synced to."""

    def __init__(self, path: Path, mailchimp: MailchimpSimulator, server: SimulatorServer) -> None:
        self.path, self.mailchimp, self.server = path, mailchimp, server

    def execute(self, statement: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement)

    async def ask(self, **settings: object) -> Result:
        given = {
            "kind": "audience_drift",
            "url": f"sqlite:///{self.path}",
            "list_id": self.mailchimp.list_id,
            "base_url": self.server.url,
            **settings,
        }
        result = await check(given, secrets={"mailchimp": self.mailchimp.api_key})
        assert self.mailchimp.api_key not in repr(result)
        return result


@pytest.fixture
async def synced(tmp_path: Path) -> AsyncIterator[Synced]:
    path = tmp_path / "sync.sqlite"
    make_sync_database(str(path), supporters=SUPPORTERS)
    mailchimp = MailchimpSimulator(members=SUPPORTERS, unsubscribed=0)
    async with SimulatorServer(mailchimp) as server:
        made = Synced(path, mailchimp, server)
        made.execute("UPDATE supporters SET email_opt_in = 1")
        yield made
    assert {request.method for request in server.requests} <= {"GET"}


async def test_an_audience_that_has_them_all_is_well(synced: Synced) -> None:
    result = await synced.ask()
    assert result.outcome is Outcome.HEALTHY
    assert result.sentence == "5,254 supporters are subscribed; the audience has 5,254 members."
    assert result.measures["missing"].value == 0
    assert "contact" not in synced.server.requests[-1].query["fields"]


async def test_a_sync_that_stopped_after_65_supporters_shows_at_the_next_check(synced: Synced) -> None:
    synced.mailchimp.members = 65
    result = await synced.ask()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    # The simulator has 7 addresses that were cleaned: Mailchimp knows those too.
    assert result.sentence == (
        "5,182 of 5,254 subscribed supporters are missing from the audience “Donors”, which has 65 members."
    )


@pytest.mark.parametrize(
    ("missing", "outcome"), [(105, Outcome.HEALTHY), (106, Outcome.DEGRADED), (526, Outcome.ERROR)]
)
async def test_two_in_a_hundred_may_be_missing(synced: Synced, missing: int, outcome: Outcome) -> None:
    synced.mailchimp.members = SUPPORTERS - 7 - missing
    result = await synced.ask()
    assert (result.measures["missing"].value, result.outcome) == (missing, outcome)


async def test_of_few_supporters_ten_may_be_missing(synced: Synced) -> None:
    synced.execute("DELETE FROM supporters WHERE id > 20")
    synced.mailchimp.members = 3
    assert (await synced.ask()).outcome is Outcome.HEALTHY
    assert (await synced.ask(allowance_least=5)).outcome is Outcome.ERROR


async def test_who_unsubscribed_at_mailchimp_is_not_missing(synced: Synced) -> None:
    synced.mailchimp.members, synced.mailchimp.unsubscribed = SUPPORTERS - 400, 400
    assert (await synced.ask()).outcome is Outcome.HEALTHY


async def test_only_addresses_of_who_wants_letters_count_and_each_once(synced: Synced) -> None:
    synced.execute("DELETE FROM supporters WHERE id > 10")
    synced.execute("UPDATE supporters SET email_opt_in = 0 WHERE id = 1")
    synced.execute("UPDATE supporters SET email_address = NULL WHERE id = 2")
    synced.execute("UPDATE supporters SET email_address = ' ' WHERE id = 3")
    synced.execute("UPDATE supporters SET email_address = ' SUPPORTER5@example.org' WHERE id = 4")
    synced.execute("UPDATE supporters SET organization_id = 9 WHERE id = 6")
    assert (await synced.ask()).measures["supporters"].value == 5


async def test_each_side_that_fails_is_told_as_itself(synced: Synced) -> None:
    synced.server.fault = Fault.UNAUTHORIZED
    assert (await synced.ask()).reason is Reason.AUTH
    synced.server.fault = Fault.NONE
    assert (await synced.ask(list_id="0000000000")).reason is Reason.CONFIGURATION
    synced.path.unlink()
    result = await synced.ask()
    assert (result.reason, result.outcome) == (Reason.FILE, Outcome.ERROR)
    assert not synced.path.exists()
