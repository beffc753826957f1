"""The sentences that people read."""

import pytest

from porchlight.desktop.application import Application
from porchlight.desktop.formatting import axis_ticks, percent, response, span
from porchlight.desktop.texts import advice, meaning
from porchlight.desktop.translation import speak
from porchlight.desktop.verdict_texts import overall_verdict, what_is_wrong
from porchlight.language.catalogue import chosen
from porchlight.language.current import rendered
from porchlight.language.english import english
from porchlight.language.text import Duration, msg
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.model.replay import Replay
from porchlight.model.status import Reason, Status
from porchlight.settings.schema import Language
from tests.desktop.still import snapshot, view

THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0_s"),
        (12.4, "12_s"),
        (89, "1_min 29_s"),
        (14 * 60, "14_min"),
        (3600, "1_h"),
        (22 * 3600 + 600, "22_h 10_min"),
        (30 * 3600, "30_h"),
        (72 * 3600, "3 days"),
    ],
)
def test_spans_are_written_as_people_write_them(qapp: Application, seconds: float, text: str) -> None:
    assert span(seconds) == text.replace("_", THIN)


@pytest.mark.parametrize(("us", "text"), [(None, "–"), (4_230, "4.2_ms"), (312_400, "312_ms"), (1_840_000, "1.84_s")])
def test_response_times_have_three_figures(qapp: Application, us: float | None, text: str) -> None:
    assert response(us) == text.replace("_", THIN)


@pytest.mark.parametrize(
    ("share", "text"), [(1.0, "100%"), (0.99999, "99.999%"), (0.9994, "99.94%"), (0.5, "50.0%"), (None, "–")]
)
def test_uptime_is_never_rounded_up_to_a_whole(share: float | None, text: str) -> None:
    assert percent(share) == text


def test_the_verdict_of_a_good_day() -> None:
    found = overall_verdict(snapshot(view("one"), view("two")))
    assert (found.title, found.detail) == ("All is well.", "2 components are working normally.")


def test_the_verdict_names_what_is_critical_first() -> None:
    found = overall_verdict(
        snapshot(
            view("form", Status.ERROR, Reason.TIMEOUT, name="Volunteer form"),
            view("page", Status.ERROR, Reason.TIMEOUT, name="Donation page", critical=True),
        )
    )
    assert found.title == "Donation page is not answering."
    assert found.detail == "Volunteer form is not answering."


def test_the_verdict_of_several_troubles_that_are_not_critical() -> None:
    found = overall_verdict(
        snapshot(
            view("a", Status.DEGRADED, Reason.SLOW, name="The database"),
            view("b", Status.ERROR, Reason.AUTH, name="Mailchimp"),
        )
    )
    assert found.title == "2 components need attention."
    assert found.detail == "Mailchimp needs you and The database is slow."


def test_offline_comes_before_everything_else() -> None:
    found = overall_verdict(snapshot(view("a", Status.ERROR, Reason.TIMEOUT), offline=True))
    assert found.title == "This computer is offline."


def test_nothing_watched_and_nothing_known_yet_are_not_called_well() -> None:
    assert overall_verdict(snapshot()).title == "Nothing to watch yet."
    unknown = view("a", Status.UNKNOWN, Reason.INTERNAL)
    assert "can't tell how everything is" in overall_verdict(snapshot(unknown)).title


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_texts_in_every_language(qapp: Application, reason: Reason) -> None:
    english = what_is_wrong(view("a", Status.ERROR, reason)), meaning(reason), advice(reason, "http")
    speak(qapp, Language.SPANISH)
    spanish = what_is_wrong(view("a", Status.ERROR, reason)), meaning(reason), advice(reason, "http")
    speak(qapp, Language.ENGLISH)
    assert all(english)
    assert all(mine != theirs for mine, theirs in zip(english, spanish, strict=True))


def test_a_check_s_sentence_is_shown_in_the_user_s_language(qapp: Application) -> None:
    found = english(msg("No answer within {duration}.", duration=Duration(10)))
    assert found == "No answer within 10 s."
    speak(qapp, Language.SPANISH)
    assert rendered(found) == f"Sin respuesta en 10{THIN}s."
    assert rendered("What an older version stored.") == "What an older version stored."
    speak(qapp, Language.ENGLISH)


@pytest.mark.parametrize(
    ("language", "system", "code"),
    [
        (None, ["es-MX", "en-US"], "es"),
        (None, ["zh-CN", "is"], "en"),
        ("es", ["en-US"], "es"),
        (None, [], "en"),
    ],
)
def test_the_language_is_the_user_s_else_the_system_s_else_english(
    language: str | None, system: list[str], code: str
) -> None:
    assert chosen(language, system) == code


@pytest.mark.parametrize("span_s", [600, 3600, 86_400, 3 * 86_400, 30 * 86_400, 395 * 86_400])
def test_a_time_axis_has_a_few_round_marks(span_s: int) -> None:
    since = 1_763_000_000.0
    _, ticks = axis_ticks(since, since + span_s, 8)
    assert 1 <= len(ticks) <= 14
    assert all(since <= tick <= since + span_s for tick in ticks)
    assert all(tick % 60 == 0 for tick in ticks)


def test_what_a_rule_would_have_done_is_written_in_sentences(qapp: Application) -> None:
    nothing = Replay((), 0, 0, (), 7 * 86_400_000)
    assert rendered(nothing.sentence) == "In the last 7 days it would not have fired once."
    alert = Alert("a1", "down", "page", Severity.HIGH, AlertState.FIRING, 0, "No answer.", 0)
    text = rendered(Replay((alert, alert), 3, 4, (), 7 * 86_400_000).sentence)
    for expected in ("In the last 7 days it would have fired 2", "sent 3", "4 more", "It would be firing now."):
        assert expected in text
