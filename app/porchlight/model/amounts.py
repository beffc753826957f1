"""Numbers with their units as English texts write them. The windows write them as the user's locale does."""

from porchlight.model.result import Measure, Unit
from porchlight.model.times import how_long


def milliseconds(us: float | None) -> str:
    """A response time with three figures: ``4.2 ms``, ``312 ms``, ``1.84 s``."""
    if us is None:
        return "–"
    ms = us / 1000
    if ms < 10:
        return f"{ms:.1f} ms"
    return f"{ms:.0f} ms" if ms < 1000 else f"{ms / 1000:.2f} s"


def percent(share: float | None) -> str:
    """A share (0–1); never rounded up to a whole that it is not."""
    if share is None:
        return "–"
    if share >= 1:
        return "100 %"
    digits = 2 if share < 0.999 else 3
    floored = int(share * 100 * 10**digits) / 10**digits
    return f"{floored:.{digits}f} %"


def amount(measure: Measure) -> str:
    """A measure with its unit, and with its limit where that says more: ``312 MiB of 20 GiB``."""
    if measure.limit is not None and measure.unit is not Unit.PERCENT:
        return f"{amount(Measure(measure.value, measure.unit))} of {amount(Measure(measure.limit, measure.unit))}"
    value = measure.value
    match measure.unit:
        case Unit.BYTES:
            return size(value)
        case Unit.MILLISECONDS:
            return milliseconds(value * 1000)
        case Unit.PERCENT:
            return f"{value:g} %"
        case Unit.DAYS:
            return f"{value:g} days"
        case Unit.SECONDS:
            return how_long(value)
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def size(count: float) -> str:
    """Bytes, with a binary unit."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if abs(count) < 1024:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 10 else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} TiB"
