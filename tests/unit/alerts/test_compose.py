"""What a message says, in the language of its channel."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from porchlight.alerts.compose import Composer
from porchlight.alerts.facts import Facts
from porchlight.alerts.outbox import Batch
from porchlight.alerts.rules import Rule, rule_of
from porchlight.language.render import Renderer
from porchlight.language.sentence import Sentence
from porchlight.language.text import Duration, msg
from porchlight.model.alert import Alert, AlertState, Grade, Notification, NotificationKind, Severity
from porchlight.model.message import Message
from porchlight.model.status import Reason, Status
from porchlight.model.vendor import VendorReport, VendorState
from porchlight.runtime.insight_texts import InsightTexts
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.rules import RuleSettings
from tests.unit.alerts.story import START_MS, Story

ENGLISH, SPANISH = (Renderer(code, now_ms=lambda: START_MS) for code in ("en", "es"))
DOWN = "critical-component-failure"
NO_ANSWER = Sentence("No answer within 10 s.", msg("No answer within {limit}.", limit=Duration(10)))
ALERT = Alert("a1", DOWN, "page", Severity.CRITICAL, AlertState.FIRING, START_MS, NO_ANSWER, notified_grade=None)


class Vendor:
    def report(self, component_id: str) -> VendorReport:
        return VendorReport("HubSpot", VendorState.NOTHING, START_MS)

    async def settled(self, components: object) -> None:
        return


def rules(**own: object) -> dict[str, Rule]:
    return {DOWN: rule_of(DOWN, RuleSettings.model_validate({**BUILT_IN[DOWN], **own}))}


def message(
    *alerts: Alert,
    kind: NotificationKind = NotificationKind.FIRING,
    status: Status = Status.ERROR,
    reason: Reason | None = None,
    of: Mapping[str, Rule] | None = None,
    render: Renderer = ENGLISH,
) -> Message:
    story = Story().watch("page").watch("database")
    for name in ("page", "database"):
        story.check(status, name, reason=reason)
    facts = Facts()
    facts.update_components(story.views)
    batch = Batch("ops", "m1", tuple(Notification(one.id, one.id, "ops", kind, START_MS, START_MS) for one in alerts))
    composer = Composer(facts, InsightTexts(), Vendor())
    return composer.compose(batch, {one.id: one for one in alerts}, of or rules(), START_MS, render)


def test_an_outage_says_since_when_what_happened_and_what_to_do() -> None:
    found = message(ALERT)
    assert found.title.startswith("Page has been down since ")
    assert found.text.startswith("No answer within 10\N{NARROW NO-BREAK SPACE}s. HubSpot has reported no problem. ")
    assert found.labels[0].advice in found.text


def test_a_trouble_that_is_no_outage_is_named_by_what_it_needs() -> None:
    assert message(ALERT, reason=Reason.AUTH).title == "Page needs you"


def test_the_name_that_its_user_gave_a_rule_is_the_title_in_every_language() -> None:
    own = rules(name="A gift is at risk")
    for render in (ENGLISH, SPANISH):
        assert message(ALERT, of=own, render=render).title == "Page: A gift is at risk"


@pytest.mark.parametrize(
    ("render", "title"), [(ENGLISH, "Page is working again"), (SPANISH, "Page vuelve a funcionar")]
)
def test_a_recovery_says_how_long_it_was_down(render: Renderer, title: str) -> None:
    over = replace(
        ALERT,
        state=AlertState.RESOLVED,
        resolved_ms=START_MS + 79_000,
        notified_grade=Grade(Severity.CRITICAL, Status.ERROR),
    )
    found = message(over, kind=NotificationKind.RESOLVED, status=Status.HEALTHY, render=render)
    assert found.title == title
    assert "1\N{NARROW NO-BREAK SPACE}min 19\N{NARROW NO-BREAK SPACE}s" in found.text
    assert found.language == render.language


def test_an_end_without_a_recovery_says_so() -> None:
    over = replace(ALERT, state=AlertState.RESOLVED, resolved_ms=START_MS + 240_000)
    found = message(over, kind=NotificationKind.RESOLVED)
    assert found.title == ("Page: resolved after 4\N{NARROW NO-BREAK SPACE}min, but it has another problem now")
    dropped = message(over, kind=NotificationKind.DROPPED)
    assert dropped.title == "Page: its alert rule was removed or switched off"
    assert dropped.text.startswith("We can't tell whether it works again.")


def test_several_are_counted_and_each_has_a_line() -> None:
    other = replace(ALERT, id="a2", subject="database")
    found = message(ALERT, other, render=SPANISH)
    assert found.title == "2 alertas activas"
    assert [line.partition(":")[0] for line in found.text.split("\n")] == ["Page", "Database"]


def test_what_gets_worse_or_lasts_says_so_before_its_title() -> None:
    own = rules(name="Money")
    assert message(ALERT, kind=NotificationKind.WORSE, of=own).title == "Worse now: Page: Money"
    assert message(ALERT, kind=NotificationKind.STILL_FIRING, of=own).title == "Reminder: Page: Money"


def test_a_name_with_braces_and_markup_stays_as_it_is() -> None:
    hostile = "{n} {name} <b>"
    assert message(ALERT, of=rules(name=hostile), render=SPANISH).title == f"Page: {hostile}"
