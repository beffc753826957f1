"""Times, shares, measures and numbers as the user's locale writes them."""

from PySide6.QtCore import QCoreApplication, QLocale

from porchlight.desktop.time_words import THIN_SPACE, span
from porchlight.model.result import Measure, Unit

translate = QCoreApplication.translate


def uptime_note(coverage: float) -> str:
    """What an uptime speaks for."""
    if coverage >= 0.995:
        return translate("Words", "all of it watched")
    return translate("Words", "of the %1 watched").replace("%1", f"{int(coverage * 100)}{THIN_SPACE}%")


def response(us: float | None) -> str:
    """A response time with three figures: ``4.2 ms``, ``312 ms``, ``1.84 s``."""
    if us is None:
        return "–"
    ms, locale = us / 1000, QLocale()
    if ms < 10:
        return f"{locale.toString(ms, 'f', 1)}{THIN_SPACE}ms"
    if ms < 1000:
        return f"{ms:.0f}{THIN_SPACE}ms"
    return f"{locale.toString(ms / 1000, 'f', 2)}{THIN_SPACE}s"


def percent(share: float | None) -> str:
    """A share (0–1); never rounded up to a whole that it is not."""
    if share is None:
        return "–"
    if share >= 1:
        return f"100{THIN_SPACE}%"
    digits = 1 if share < 0.99 else 2 if share < 0.9995 else 3
    floored = int(share * 100 * 10**digits) / 10**digits
    return f"{QLocale().toString(floored, 'f', digits)}{THIN_SPACE}%"


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
            return f"{number(value)}{THIN_SPACE}%"
        case Unit.DAYS:
            return translate("Words", "%n day(s)", "", round(value))
    return number(value)


def number(value: float) -> str:
    """A number as the locale writes it, with four figures at most where it is not whole."""
    locale = QLocale()
    return locale.toString(round(value)) if float(value).is_integer() else locale.toString(value, "g", 4)
