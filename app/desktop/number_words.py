"""Times, shares, measures and numbers as the user's locale writes them."""

from PySide6.QtCore import QCoreApplication, QLocale

from app.desktop.time_words import span
from app.model.result import Measure, Unit

translate = QCoreApplication.translate

_THIN = "\N{NARROW NO-BREAK SPACE}"


def uptime_note(coverage: float) -> str:
    """What an uptime speaks for."""
    if coverage >= 0.995:
        return translate("Words", "all of it watched")
    return translate("Words", "of the %1 watched").replace("%1", f"{int(coverage * 100)}{_THIN}%")


def newest_only(found: int, most: int) -> str:
    """For a list that was read up to ``most`` rows: that there may be more; empty where there are not."""
    if found < most:
        return ""
    return translate("Words", "Only the newest %1 are shown.").replace("%1", number(most))


def response(us: float | None) -> str:
    """A response time with three figures: ``4.2 ms``, ``312 ms``, ``1.84 s``."""
    if us is None:
        return "–"
    ms, locale = us / 1000, QLocale()
    if ms < 10:
        return f"{locale.toString(ms, 'f', 1)}{_THIN}ms"
    if ms < 1000:
        return f"{ms:.0f}{_THIN}ms"
    return f"{locale.toString(ms / 1000, 'f', 2)}{_THIN}s"


def percent(share: float | None) -> str:
    """A share (0–1); never rounded up to a whole that it is not."""
    if share is None:
        return "–"
    if share >= 1:
        return f"100{_THIN}%"
    digits = 1 if share < 0.99 else 2 if share < 0.9995 else 3
    floored = int(share * 100 * 10**digits) / 10**digits
    return f"{QLocale().toString(floored, 'f', digits)}{_THIN}%"


def amount(measure: Measure) -> str:
    """A measure with its unit, and with its limit where that says more."""
    if measure.limit is not None and measure.unit is not Unit.PERCENT:
        most = amount(Measure(measure.limit, measure.unit))
        return (
            translate("Words", "%1 of %2")
            .replace("%1", amount(Measure(measure.value, measure.unit)))
            .replace("%2", most)
        )
    locale, value = QLocale(), measure.value
    match measure.unit:
        case Unit.BYTES:
            return locale.formattedDataSize(round(value), 1)
        case Unit.MILLISECONDS:
            return response(value * 1000)
        case Unit.SECONDS:
            return span(value)
        case Unit.PERCENT:
            return f"{number(value)}{_THIN}%"
        case Unit.DAYS:
            return translate("Words", "%n day(s)", "", round(value))
    return number(value)


def number(value: float) -> str:
    """A number as the locale writes it, with four figures at most where it is not whole."""
    locale = QLocale()
    return locale.toString(round(value)) if float(value).is_integer() else locale.toString(value, "g", 4)
