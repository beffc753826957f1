"""The figures and names of the report, as each language writes them."""

from datetime import UTC

from porchlight.exporters.report.figures import Figures, shown
from porchlight.language.render import Renderer

SINCE_MS = 1_763_395_200_000  # 17 November 2025, 16:00 UTC
DAY_MS = 86_400_000


def _figures(language: str) -> Figures:
    return Figures(Renderer(language, zone=UTC, now_ms=lambda: SINCE_MS + 7 * DAY_MS), UTC)


def test_figures_are_written_as_the_language_writes_them() -> None:
    english, spanish = _figures("en"), _figures("es")
    assert (english.percent(0.99996), spanish.percent(0.99996)) == ("99.996%", "99,996\u202f%")
    assert (english.percent(1.0), english.percent(None)) == ("100%", "–")
    assert (english.duration(1840), spanish.duration(1840)) == ("1.84\u202fs", "1,84\u202fs")
    assert (english.duration(2000), english.duration(65_000), english.duration(None)) == (
        "2\u202fs",
        "1\u202fmin 5\u202fs",
        "–",
    )
    assert (english.lasted(3 * DAY_MS), spanish.lasted(3 * DAY_MS)) == ("3 days", "3 días")
    assert (english.rate(4.4823), spanish.rate(4.4823), english.rate(1234.5)) == ("4.48", "4,48", "1,234")


def test_days_are_written_as_the_language_writes_them() -> None:
    english, spanish = _figures("en"), _figures("es")
    assert english.span(SINCE_MS, SINCE_MS + 7 * DAY_MS) == "17–24 Nov 2025"
    assert spanish.span(SINCE_MS, SINCE_MS + 7 * DAY_MS) == "17–24 de noviembre de 2025"
    new_year_ms = 1_767_225_600_000  # the report of a week that ends with the year
    assert english.span(new_year_ms - 7 * DAY_MS, new_year_ms) == "25–31 Dec 2025"
    assert spanish.span(new_year_ms - DAY_MS, new_year_ms) == "31 de diciembre de 2025"
    assert (english.moment(SINCE_MS), spanish.moment(SINCE_MS)) == ("Mon, 17 Nov, 16:00", "lun, 17 nov, 16:00")
    assert (english.axis_day(SINCE_MS, weekday=True), spanish.axis_day(SINCE_MS, weekday=False)) == (
        "Mon 17",
        "17 nov",
    )


def test_many_names_are_a_few_and_a_count() -> None:
    english, spanish = _figures("en"), _figures("es")
    assert english.write.place(english.names(["A", "B"])) == "A and B"
    assert english.write.place(english.names(list("ABCD"))) == "A, B, C and D"
    assert spanish.write.place(spanish.names(list("ABCDEFG"))) == "A, B, C y 4 más"


def test_a_text_from_outside_is_one_short_line() -> None:
    assert shown("a\nb\x00c\u2028d\ud800") == "a b c d"
    assert shown("x" * 200, 10) == "xxxxxxxxx…"
