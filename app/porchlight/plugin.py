"""All that a plug-in may import: kinds of components (docs/writing-a-probe.md) and of channels (docs/alerts.md).

Names here stay as they are from version to version, or go with a word in the changelog a version ahead. Everything
else in this package may change at any time.
"""

from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.intake.documents import NotJson, parse_json
from porchlight.intake.text import quote
from porchlight.model.component import Component
from porchlight.model.message import Channel, Fault, Message
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext, Probe
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.settings.credential_form import CredentialForm, CredentialPart
from porchlight.settings.describe import Described
from porchlight.settings.rules import ChannelSettings
from porchlight.settings.schema import ComponentSettings, Duration

__all__ = [
    "Channel",
    "ChannelContext",
    "ChannelKind",
    "ChannelSettings",
    "CheckContext",
    "Component",
    "ComponentSettings",
    "CredentialForm",
    "CredentialPart",
    "Described",
    "Duration",
    "Fault",
    "KindNotes",
    "Measure",
    "Measured",
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
