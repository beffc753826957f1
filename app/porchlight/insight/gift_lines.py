"""The pulse of gifts in a line: how many came in the last hour, and what is usual. Pure."""

from collections.abc import Iterator

from porchlight.language.text import Number, Text, msg
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import Status

_KIND = "gift_pulse"
_MOST = 3


def gift_lines(snapshot: Snapshot) -> list[Text]:
    """One for each gift pulse that has counted and is watched now; of many the first ones."""
    found = [
        view
        for view in snapshot.views.values()
        if view.component.kind == _KIND
        and view.state.status is not Status.DISABLED
        and view.result is not None
        and "gifts" in view.result.measures
        and snapshot.is_known(view)
    ]
    return list(_lines(found[:_MOST]))


def _lines(views: list[ComponentView]) -> Iterator[Text]:
    for view in views:
        measures = view.result.measures if view.result is not None else {}
        name: Text | str = msg("Gifts") if len(views) == 1 else view.component.name
        gifts = Number(round(measures["gifts"].value))
        low, high = measures.get("gifts_usual_low"), measures.get("gifts_usual_high")
        if low is None or high is None:
            yield msg("{name}: {gifts} in the last hour; what is usual is being learned", name=name, gifts=gifts)
        else:
            yield msg(
                "{name}: {gifts} in the last hour, usual {low}–{high}",
                name=name,
                gifts=gifts,
                low=Number(round(low.value)),
                high=Number(round(high.value)),
            )
