"""What has a limit, in the user's language."""

from porchlight.desktop.texts import measure_word
from porchlight.insight.capacity import Capacity, Resource
from porchlight.language.current import tr


def capacity_name(one: Capacity, name: str) -> str:
    """The name of what has a limit."""
    match one.resource:
        case Resource.DATABASE_SIZE | Resource.DISK:
            return tr("{name}: space", name=name)
        case Resource.CONNECTIONS:
            return tr("{name}: connections", name=name)
        case Resource.QUOTA:
            return tr("{name}: API calls", name=name)
        case Resource.CONTACTS:
            return tr("{name}: contacts of its plan", name=name)
        case Resource.HISTORY:
            return tr("Porchlight's history")
        case Resource.MISSING_MEMBERS:
            return tr("{name}: missing supporters", name=name)
        case Resource.TIME_BETWEEN_RUNS:
            return tr("{name}: time between runs", name=name)
        case Resource.OTHER:
            return f"{name}: {measure_word(one.kind, one.measure)}"
