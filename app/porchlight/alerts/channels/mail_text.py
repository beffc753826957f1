"""The mail of a message: plain and HTML parts; one thread per incident."""

import html
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from enum import Enum, auto
from typing import Final

from porchlight.intake.text import clean_line, clean_lines, cut
from porchlight.language.render import Renderer
from porchlight.language.text import msg
from porchlight.model.alert import Severity
from porchlight.model.message import Message, MessageKind

_COLOURS = {
    Severity.CRITICAL: "#b3261e",
    Severity.HIGH: "#b3261e",
    Severity.MEDIUM: "#8a5a00",
    Severity.LOW: "#3b5b7a",
}
_RECOVERED = "#1e6b3a"
_LONGEST_SUBJECT: Final = 250
_FEW: Final = 300
"""Characters of a text that has to be short."""


class Shape(Enum):
    """How much of a message is written: a server may accept less."""

    WHOLE = auto()
    PLAIN = auto()
    """Without the HTML part."""
    SHORT = auto()
    """Its beginning."""


def compose(
    message: Message,
    sender: Address,
    to: Sequence[Address],
    redact: Callable[[str], str],
    shape: Shape = Shape.WHOLE,
) -> EmailMessage:
    """The mail of a message. Message-ID and References (RFC 5322 §3.6.4) make a thread per alert; the Message-ID is
    the same at every try."""
    root = f"<{_id(message.thread)}@{sender.domain}>"
    begins = message.kind is MessageKind.FIRING
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = cut(redact(clean_line(message.title)), _LONGEST_SUBJECT)
    mail["Date"] = format_datetime(datetime.fromtimestamp(message.at_ms / 1000, UTC))
    mail["Message-ID"] = root if begins else f"<{_id(message.id)}@{sender.domain}>"
    if not begins and message.kind is not MessageKind.TEST:
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    if message.severity in (Severity.CRITICAL, Severity.HIGH) and message.kind is not MessageKind.RESOLVED:
        mail["Importance"] = "high"
    text = redact(clean_lines(f"{message.title}\n\n{message.text}\n\n-- \nPorchlight\n"))
    mail.set_content(cut(text, _FEW) if shape is Shape.SHORT else text)
    if shape is Shape.WHOLE:
        mail.add_alternative(_html(message, redact), subtype="html")
    return mail


def written(mail: EmailMessage, *, utf8: bool, eight_bit: bool) -> bytes:
    """The mail as sent."""
    policy = (SMTPUTF8 if utf8 else SMTP).clone(cte_type="8bit" if eight_bit else "7bit")
    return mail.as_bytes(policy=policy)


def _id(text: str) -> str:
    """``text`` as a part of a Message-ID (RFC 5322 §3.6.4): ours are hexadecimal, those of a damaged history may be
    anything."""
    return re.sub(r"[^A-Za-z0-9._-]", "", text)[:64] or "porchlight"


def _html(message: Message, redact: Callable[[str], str]) -> str:
    colour = _COLOURS[Severity.LOW if message.kind is MessageKind.RESOLVED else message.severity]
    if message.recovered:
        colour = _RECOVERED
    lines = "".join(
        f'<p style="margin:0 0 8px">{html.escape(redact(line))}</p>' for line in clean_lines(message.text).split("\n")
    )
    sender = Renderer(message.language)(msg("Sent by Porchlight"))
    return (
        f'<!doctype html><html lang="{html.escape(message.language)}">'
        '<body style="font-family:system-ui,Segoe UI,Helvetica,Arial,sans-serif;color:#1d1d1f">'
        f'<div style="border-left:4px solid {colour};padding:4px 0 4px 16px;max-width:36em">'
        f'<h2 style="margin:0 0 12px;font-size:18px">{html.escape(redact(clean_line(message.title)))}</h2>{lines}'
        f'<p style="color:#6b6b70;font-size:12px;margin:16px 0 0">{html.escape(sender)}</p></div></body></html>'
    )
