"""Babel's modules, which hold what CLDR knows of languages. They are loaded when the first text needs one: the light
is shown before."""

import os
from functools import cache
from types import ModuleType


@cache
def cldr(name: str) -> ModuleType:
    """The module ``babel.<name>``. A locale's data, which any of them may read, hold objects of ``babel.dates``: that
    is loaded first, since its import fails where TZ names a file that is no zone, although we always give a zone."""
    try:
        from babel import dates
    except ValueError:
        named = os.environ.get("TZ")
        os.environ["TZ"] = "UTC"
        try:
            from babel import dates
        finally:
            if named is None:
                del os.environ["TZ"]
            else:
                os.environ["TZ"] = named
    # Named here, so that what freezes the program finds them.
    from babel import core, lists, numbers, units

    return {"core": core, "dates": dates, "lists": lists, "numbers": numbers, "units": units}[name]
