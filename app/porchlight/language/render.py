"""Renderer: writes texts for one reader, whose language, locale and time zone it knows."""

import gettext
import re
import time
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from porchlight.language import numbers, times
from porchlight.language.catalogue import ENGLISH, LANGUAGES, locale_of, messages
from porchlight.language.cldr import cldr
from porchlight.language.sentence import Sentence
from porchlight.language.text import (
    PLACE,
    Alternatives,
    Amount,
    Day,
    Duration,
    Items,
    Moment,
    Number,
    Place,
    ResponseTime,
    Share,
    Size,
    Text,
    Until,
    msg,
)

if TYPE_CHECKING:
    from babel import Locale


class Renderer:
    """One reader's language. Cheap to make; keeps nothing of what it writes."""

    def __init__(
        self,
        language: str = ENGLISH,
        *,
        locale: str | None = None,
        zone: tzinfo | None = None,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        catalogue: gettext.NullTranslations | None = None,
    ) -> None:
        """``language``: one of ``LANGUAGES``, unless its messages are given as ``catalogue``; ``locale`` writes
        numbers and dates, None: the language's; ``zone`` None: this computer's. Times are written as seen from
        ``now_ms``."""
        self.language = language
        self._named = locale or locale_of(language)
        self._messages = catalogue or messages(language)
        self._zone = zone
        self._now_ms = now_ms

    @cached_property
    def locale(self) -> "Locale":
        """As Babel knows it, which is loaded with the first number, date or list."""
        return _parsed(self._named, self.language)

    def __call__(self, wanted: Text | str) -> str:
        """A text in this language; a ``str`` that is no Sentence stays as it is."""
        if isinstance(wanted, str):
            if not isinstance(wanted, Sentence):
                return wanted
            wanted = wanted.text
        places = wanted.places
        template = self._template(wanted)
        return PLACE.sub(lambda found: self._filled(found, places), template) if places else template

    def place(self, value: Place) -> str:
        """The text of a place."""
        match value:
            case str() | Text():
                return self(value)
            case int() | float():
                return self.number(value)
            case Number(amount, digits):
                return numbers.number(amount, self.locale, digits)
            case Share(share, digits):
                return numbers.percent(share, self.locale, digits)
            case Duration(seconds):
                return self.duration(seconds)
            case ResponseTime(us):
                return numbers.response_time(us, self.locale)
            case Moment(at_ms):
                return times.moment(self._at(at_ms), self._now(), self.locale)
            case Day(at_ms):
                return times.day(self._at(at_ms), self._now(), self.locale)
            case Until(at_ms):
                last = self._at(at_ms - 1)
                if last.date() < self._at(at_ms).date():
                    return times.day(last, self._now(), self.locale)
                return times.moment(self._at(at_ms), self._now(), self.locale)
            case Size(count):
                return numbers.size(count, self.locale)
            case Amount():
                return self.amount(value)
            case Items(items):
                return self.list(items)
            case Alternatives(items):
                return self.list(items, style="or")

    def number(self, value: float, digits: int | None = None) -> str:
        """A number; ``digits`` after the decimal sign, None: four figures at most where it is not whole."""
        return numbers.number(value, self.locale, digits)

    def duration(self, seconds: float) -> str:
        """A span of time: ``12 s``, ``14 min``, ``22 h 10 min``, ``3 days``."""
        return times.duration(seconds, self.locale)

    def amount(self, value: Amount) -> str:
        """A measured value with its unit, and with its limit where that says more."""
        if value.limit is not None and value.unit != "%":
            most = Amount(value.limit, value.unit)
            return self(msg("{value} of {limit}", value=Amount(value.value, value.unit), limit=most))
        match value.unit:
            case "B":
                return numbers.size(value.value, self.locale)
            case "ms":
                return numbers.response_time(value.value * 1000, self.locale)
            case "s":
                return self.duration(value.value)
            case "%":
                return numbers.percent_sign(self.number(value.value), self.locale)
            case "d":
                return numbers.days(value.value, self.locale)
        return self.number(value.value)

    def list(self, items: tuple[Place, ...], style: Literal["standard", "or"] = "standard") -> str:
        """``a, b and c``, or ``a, b or c``."""
        written: str = cldr("lists").format_list([self.place(one) for one in items], style, self.locale)
        return written

    @property
    def right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return bool(self.locale.text_direction == "rtl")

    def _template(self, wanted: Text) -> str:
        catalogue = self._messages
        if wanted.plural:
            count = wanted.places.get("n")
            n = count if isinstance(count, int) else 2
            if wanted.context:
                return catalogue.npgettext(wanted.context, wanted.message, wanted.plural, n)
            return catalogue.ngettext(wanted.message, wanted.plural, n)
        if wanted.context:
            return catalogue.pgettext(wanted.context, wanted.message)
        return catalogue.gettext(wanted.message) if wanted.message else ""

    def _filled(self, found: re.Match[str], places: Mapping[str, Place]) -> str:
        value = places.get(found[1])
        try:
            return found[0] if value is None else self.place(value)
        except (ArithmeticError, ValueError, OSError):  # a number or a moment that no calendar knows
            return "–"

    def _at(self, ms: float) -> datetime:
        return times.at(ms, self._zone)

    def _now(self) -> datetime:
        return times.at(self._now_ms(), self._zone)


def _parsed(name: str, language: str) -> "Locale":
    core = cldr("core")
    parsed: Locale
    try:
        parsed = core.Locale.parse(name)
    except (core.UnknownLocaleError, ValueError):  # a region that Babel does not know
        parsed = core.Locale.parse(locale_of(language if language in LANGUAGES else ENGLISH))
    return parsed
