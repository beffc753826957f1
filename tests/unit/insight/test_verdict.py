"""What everything is like: one mark and one sentence, never better than what is known."""

from hypothesis import given, settings
from hypothesis import strategies as st

from porchlight.insight.verdict import Surroundings, Verdict, Watched, of_component, of_everything, path_states
from porchlight.language.render import Renderer
from porchlight.model.mark import Mark
from porchlight.model.status import Reason, Status
from porchlight.settings.gift_paths import PathSettings

CHECKED_MS = 1_800_000_000_000
write = Renderer(now_ms=lambda: CHECKED_MS)


def one(
    name: str,
    status: Status = Status.HEALTHY,
    reason: Reason | None = None,
    *,
    critical: bool = False,
    checked_ms: int | None = CHECKED_MS,
    paused_until_ms: int | None = None,
    known: bool = True,
) -> Watched:
    return Watched(name, name, status, reason, "It answered.", critical, checked_ms, None, paused_until_ms, known)


def texts(found: Verdict) -> tuple[Mark, str, str]:
    return found.mark, write(found.title), write(found.detail or "")


def whole(
    *watched: Watched, paused: bool = False, offline: bool = False, unwell: bool = False
) -> tuple[Mark, str, str]:
    around = Surroundings(CHECKED_MS + 60_000 if paused else None, offline, unwell)
    return texts(of_everything(watched, around))


WATCHED = st.lists(
    st.builds(
        Watched,
        st.uuids().map(str),
        st.sampled_from(["Page", "Form", "CRM"]),
        st.sampled_from(Status),
        st.sampled_from([None, *Reason]),
        st.just("A sentence."),
        st.booleans(),
        st.sampled_from([None, CHECKED_MS]),
        st.none(),
        st.sampled_from([None, CHECKED_MS + 60_000]),
        st.booleans(),
    ),
    max_size=6,
)
AROUND = st.builds(Surroundings, st.sampled_from([None, CHECKED_MS + 60_000]), st.booleans(), st.booleans())
PATHS = {"gifts": PathSettings(name="Gifts", taken_by=("a",))}


@settings(max_examples=1000, deadline=None)  # the first call imports
@given(WATCHED, AROUND, st.booleans())
def test_it_is_never_green_unless_all_that_is_critical_is_known_to_be_healthy(
    watched: list[Watched], around: Surroundings, with_paths: bool
) -> None:
    paths = path_states(watched, PATHS) if with_paths else []
    if of_everything(watched, around, paths).mark is not Mark.HEALTHY:
        return
    assert around.paused_until_ms is None
    assert not around.unwell
    for each in watched:
        if each.critical and (each.status is not Status.DISABLED or each.paused_until_ms is not None):
            assert each.status is Status.HEALTHY
        if each.status is not Status.DISABLED:
            assert each.checked_ms is not None, "the first look is still under way"
            assert each.known or not around.offline
            assert each.status not in (Status.ERROR, Status.DEGRADED)


@settings(deadline=None)
@given(WATCHED, AROUND)
def test_a_component_is_green_only_where_it_is_healthy_now(watched: list[Watched], around: Surroundings) -> None:
    for each in watched:
        if of_component(each, around).mark is Mark.HEALTHY:
            assert each.status is Status.HEALTHY
            assert each.paused_until_ms is None
            assert around.paused_until_ms is None or each.checked_ms is None


def test_the_first_look_is_not_good_news() -> None:
    new = one("Form", Status.UNKNOWN, checked_ms=None)
    assert whole(new) == (Mark.UNKNOWN, "Checking everything for the first time…", "")
    assert whole(one("Page"), new) == (Mark.UNKNOWN, "Checking Form for the first time…", "")


def test_paused_says_until_when_and_what_was_known() -> None:
    late = one("Sync", Status.ERROR, Reason.STALE)
    mark, title, detail = whole(one("Page"), late, paused=True)
    assert (mark, title[:13], detail) == (Mark.PAUSED, "Paused until ", "Last known: Sync is late.")
    around = Surroundings(CHECKED_MS + 60_000)
    assert texts(of_component(one("Page"), around))[0] is Mark.PAUSED
    assert "It answered." in write(of_component(one("Page"), around).title)
    assert texts(of_component(late, around))[0] is Mark.ERROR


def test_a_critical_component_that_is_paused_is_not_green_and_another_is_named() -> None:
    paused = {"status": Status.DISABLED, "paused_until_ms": CHECKED_MS + 60_000}
    assert whole(one("Page", critical=True, **paused), one("Form"))[:2] == (Mark.PAUSED, "Page is paused.")  # type: ignore[arg-type]
    assert whole(one("Page", **paused), one("Form")) == (Mark.HEALTHY, "No problems found.", "Paused: Page.")  # type: ignore[arg-type]


def test_what_is_unknown_is_named() -> None:
    unknown = one("Form", Status.UNKNOWN, Reason.INTERNAL)
    assert whole(one("Page"), unknown) == (Mark.HEALTHY, "No problems found.", "Unknown: Form.")
    critical = one("Page", Status.UNKNOWN, Reason.INTERNAL, critical=True)
    assert whole(critical, one("Form")) == (
        Mark.UNKNOWN,
        "We can't tell how everything is yet.",
        "Unknown: Page.",
    )


def test_offline_shows_when_each_was_last_known() -> None:
    away = one("Page", known=False)
    assert whole(away, offline=True)[:2] == (Mark.UNKNOWN, "This computer is offline.")
    shown = of_component(away, Surroundings(offline=True))
    assert shown.mark is Mark.UNKNOWN
    assert write(shown.title).startswith("This computer is offline. At ")


def test_a_fault_of_porchlight_itself_is_not_green_and_hides_nothing() -> None:
    assert whole(one("Page"), unwell=True)[:2] == (Mark.DEGRADED, "Porchlight itself has a problem.")
    broken = one("Page", Status.ERROR, Reason.TIMEOUT, critical=True)
    assert whole(broken, unwell=True)[:2] == (Mark.ERROR, "Page is not answering.")


def test_good_news_of_a_path_never_stands_beside_a_question_mark() -> None:
    watched = [one("a"), one("CRM", Status.UNKNOWN, Reason.INTERNAL, critical=True)]
    found = of_everything(watched, Surroundings(), path_states(watched, PATHS))
    assert texts(found)[:2] == (Mark.UNKNOWN, "We can't tell how everything is yet.")
    assert write(found.detail or "").endswith("Gifts can be received.")
    unknown = [one("a", Status.UNKNOWN, Reason.INTERNAL), one("b")]
    found = of_everything(unknown, Surroundings(), path_states(unknown, PATHS))
    assert found.mark is Mark.UNKNOWN
    assert "we can't tell whether they can be received" in write(found.title)
