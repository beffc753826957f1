"""Which dates follow each other when a gift is made each month, quarter or year. Days are UTC and numbered since the
epoch. A plan of the 31st is due on the last day of a shorter month. Pure."""

import calendar
from datetime import date, timedelta
from typing import Final

DAY_S: Final = 86_400
_EPOCH: Final = date(1970, 1, 1)


def date_of(day: int) -> date:
    """As a date."""
    return _EPOCH + timedelta(days=day)


def after(day: int, months: int) -> range:
    """The days on which a plan is due that was due on this day and so many months later."""
    was = date_of(day)
    first, last = _month(was, months)
    begins = first + min(was.day, last) - 1
    return range(begins, (first + last if was.day == _days_in(was) else begins + 1))


def before(day: int, months: int) -> range:
    """The days of the payments after which the next is due on this day, so many months later.

    A payment on the last day of a month may be one of the 31st: it is expected again by the end of the next month.
    """
    due = date_of(day)
    first, last = _month(due, -months)
    if due.day == _days_in(due):
        return range(first + min(due.day, last) - 1, first + last)
    return range(first + due.day - 1, first + due.day if due.day < last else first + due.day - 1)


def _month(day: date, months: int) -> tuple[int, int]:
    """The first day of the month so many months later, and how many days it has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    found = date(year, month + 1, 1)
    return (found - _EPOCH).days, _days_in(found)


def _days_in(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]
