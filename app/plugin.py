"""All that a plug-in may import: kinds of components (docs/writing-a-probe.md) and of channels (docs/alerts.md).

Names here stay as they are from version to version, or go with a word in the changelog a version ahead. Everything
else in this package may change at any time.
"""

from app.alerts.channels.kind import ChannelContext, ChannelKind
from app.intake.documents import NotJson, parse_json
from app.intake.text import quote
from app.model.component import Component
from app.model.message import Channel, Fault, Message
from app.model.result import Measure, Result, Unit
from app.model.status import Outcome, Reason
from app.probes.context import CheckContext, Probe
from app.probes.exchange import NoReply, Reply
from app.probes.kind import ProbeKind
from app.settings.rules import ChannelSettings
from app.settings.schema import ComponentSettings, Duration

__all__ = [
    "Channel",
    "ChannelContext",
    "ChannelKind",
    "ChannelSettings",
    "CheckContext",
    "Component",
    "ComponentSettings",
    "Duration",
    "Fault",
    "Measure",
    "Message",
    "NoReply",
    "NotJson",
    "Outcome",
    "Probe",
    "ProbeKind",
    "Reason",
    "Reply",
    "Result",
    "Unit",
    "parse_json",
    "quote",
]
