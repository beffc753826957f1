"""A job is called by what it does and for whom, wherever people read of it."""

import pytest

from porchlight.model.operation import Operation, job_title


@pytest.mark.parametrize(
    ("name", "subject", "title"),
    [
        ("sync:transactions", "", "Sync of gifts"),
        ("sync:transactions", "1", "Sync of gifts"),
        ("sync:transactions:2", "2", "Sync of gifts (2)"),
        ("sync:transactions:2", "Shelter", "Sync of gifts (Shelter)"),
        ("sync:transactions", "Harbor Food Bank", "Sync of gifts (Harbor Food Bank)"),
        ("sync:transactions:2", "24", "Sync of gifts (2)"),
        ("sync:mailchimp", "", "Sync to Mailchimp"),
        ("sync:recurring-plans:3", "Žižkov ﷽ e.V.", "Sync of recurring plans (Žižkov ﷽ e.V.)"),
        ("sync:pledges:2", "Shelter", "sync:pledges:2"),
        ("nightly backup", "Shelter", "nightly backup"),
        ("sync", "", "sync"),
        ("a:b:c", "x", "a:b:c"),
    ],
)
def test_a_job_is_called_by_what_it_does_and_for_whom(name: str, subject: str, title: str) -> None:
    assert job_title(name, subject) == title
    assert Operation(name, 0, 1.0, True, subject=subject).title == title
