"""What a mail server refused, from the step at which it refused and its text. Pure.

A server may refuse at a later step than the one it objects to: many wait for the first recipient before they refuse
this computer's name or the sender (Postfix, ``smtpd_delay_reject``). So its text counts first, then the enhanced
status code (RFC 3463, the codes of its IANA registry), then the reply code and the step.
"""

import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, SENTENCE, clean_line
from porchlight.language.english import english
from porchlight.language.text import Text, msg, sentences
from porchlight.model.message import Fault
from porchlight.model.status import Reason
from porchlight.net.mail_refusals import SMTP_LOGIN
from porchlight.net.refusals import find


class Step(Enum):
    """How far the conversation has got."""

    CONNECT = auto()
    HELLO = auto()
    ENCRYPTION = auto()
    LOGIN = auto()
    SENDER = auto()
    RECIPIENT = auto()
    CONTENT = auto()


class What(Enum):
    """What was refused."""

    COMPUTER = auto()
    """This computer by its address."""
    NAME = auto()
    """Its name in EHLO."""
    ENCRYPTION = auto()
    """What travels unencrypted."""
    NO_LOGIN = auto()
    """Mail without a login."""
    SENDER = auto()
    RECIPIENT = auto()
    RELAY = auto()
    """Mail to elsewhere, from here."""
    FULL = auto()
    """More mail for a mailbox that is full."""
    SIZE = auto()
    CONTENT = auto()
    NOW = auto()
    """Anything at this moment."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A refusing answer."""

    step: Step
    code: int
    text: str

    @property
    def permanent(self) -> bool:
        """Whether a retry changes nothing. 552 to a recipient may mean "too many at once" (RFC 5321 §4.5.3.1.10)."""
        if self.step is Step.RECIPIENT and self.code == 552 and not _ENHANCED.search(self.text):
            return False
        return self.code >= 500


@dataclass(frozen=True, slots=True)
class Conversation:
    """The names in a sentence about one try."""

    host: str
    sender: str
    name: str
    """The name that this computer gave."""
    logs_in: bool


_ENHANCED: Final = re.compile(r"(?:^|[\s#(])([245]\.\d{1,3}\.\d{1,3})\b")
_QUOTED: Final = re.compile(r"<[^<>]*>")
"""An address that the server repeats: its letters are ours."""

_PATTERNS: Final = (
    (
        re.compile(r"\b(helo|ehlo) (command )?rejected|invalid (helo|ehlo)|(helo|ehlo) (name|argument|hostname)"),
        What.NAME,
    ),
    (
        re.compile(r"must issue a starttls|encryption (is )?required|requires? (tls|encryption|starttls)"),
        What.ENCRYPTION,
    ),
    (
        re.compile(r"sender address rejected|sender (address )?(is )?not (owned|allowed)|not allowed to send as"),
        What.SENDER,
    ),
    (
        re.compile(
            r"relay(ing)? (access )?(is )?(denied|not (permitted|allowed))|unable to relay|not permitted to relay"
        ),
        What.RELAY,
    ),
    (
        re.compile(r"authentication (is )?required|auth(entication)? first|log ?in first|not authenticated"),
        What.NO_LOGIN,
    ),
    (
        re.compile(
            r"recipient address rejected|(user|mailbox|recipient|address) unknown|unknown (user|recipient)|no such "
            r"(user|mailbox|recipient)"
        ),
        What.RECIPIENT,
    ),
    (
        re.compile(
            r"client host rejected|client host \S* ?blocked|spamhaus|blocked using|block ?list|blacklist|reverse dns"
            r"|ptr record"
        ),
        What.COMPUTER,
    ),
    (re.compile(r"mailbox (is )?full|over ?quota|quota exceeded"), What.FULL),
    (re.compile(r"message (size|length|is too)|too (large|big)|size limit"), What.SIZE),
)
"""The wording of Postfix, Exim, Exchange and Gmail; in lower case, without what they repeat of ours."""
_CODES: Final[Mapping[str, What]] = {
    **dict.fromkeys(["1.0", "1.1", "1.2", "1.3", "1.4", "1.6", "1.10", "2.0", "2.1"], What.RECIPIENT),
    **dict.fromkeys(["1.7", "1.8", "7.23", "7.24", "7.26", "7.27", "7.60"], What.SENDER),
    **dict.fromkeys(["2.3", "3.4"], What.SIZE),
    "2.2": What.FULL,
    "7.25": What.COMPUTER,
    **dict.fromkeys(["7.10", "7.11"], What.ENCRYPTION),
    "7.57": What.NO_LOGIN,
    **dict.fromkeys(["6.0", "6.1", "6.2", "6.3", "7.28"], What.CONTENT),
}
"""By the enhanced status code without its class: https://www.iana.org/assignments/smtp-enhanced-status-codes, and of
Exchange Online 5.7.57 and 5.7.60."""
_STEPS: Final = {
    Step.CONNECT: What.COMPUTER,
    Step.HELLO: What.NAME,
    Step.ENCRYPTION: What.NOW,
    Step.LOGIN: What.NO_LOGIN,
    Step.SENDER: What.SENDER,
    Step.RECIPIENT: What.RECIPIENT,
    Step.CONTENT: What.CONTENT,
}


_AGAIN: Final = msg("Porchlight tries again.")
_LOGIN_ADVICE: Final = {
    Reason.AUTH: msg(
        "Store the right ones for this channel. Many providers require an app password, created in the settings"
        " of the"
        " mail account."
    ),
    Reason.PASSWORD_EXPIRED: msg("Change it at the provider, and store the new one for this channel."),
    Reason.LOGIN_DISABLED: msg("Whoever administers the mail accounts can turn it on. Or use another mail server."),
    Reason.ACCOUNT: msg("Whoever administers the mail accounts can unlock it."),
    Reason.CONFIGURATION: msg("Choose STARTTLS or TLS for the channel."),
    Reason.BLOCKED: msg("Ask whoever runs it to allow this computer's address, or use another mail server."),
    Reason.CONTENT: msg("Check the channel's encryption and port, or use another mail server."),
}
"""The remedy where a retry does not help, by the table of refused logins."""


def refused(reply: Reply) -> What:
    """What the server refuses."""
    text = _QUOTED.sub("", reply.text[:SENTENCE]).lower()
    if reply.code == 421:  # it ends the conversation, whatever was asked (RFC 5321 §3.8)
        return What.NOW
    for pattern, what in _PATTERNS:
        if pattern.search(text):
            return what
    if (enhanced := _ENHANCED.search(text)) and (found := _CODES.get(enhanced[1][2:])) is not None:
        return found
    if reply.code in (530, 538):
        return What.ENCRYPTION if reply.code == 538 or "tls" in text else What.NO_LOGIN
    if reply.code == 552:
        return What.SIZE
    return _STEPS[reply.step] if reply.permanent or reply.step is Step.RECIPIENT else What.NOW


def explained(talk: Conversation, reply: Reply) -> Fault:
    """A refusal that applies to the whole mail."""
    if reply.step is Step.LOGIN:
        return _login_refused(talk, reply)
    return Fault(_sentence(talk, refused(reply), reply.permanent, []), reply.permanent)


def _login_refused(talk: Conversation, reply: Reply) -> Fault:
    """By the table for the checks of mail servers: docs/decisions/0035-refusals.md."""
    enhanced = _ENHANCED.search(reply.text[:SENTENCE])
    codes = {str(reply.code), f"{reply.code // 100}xx", *([enhanced[1]] if enhanced else [])}
    row = find(SMTP_LOGIN, codes, _ENHANCED.sub(" ", reply.text[:SENTENCE]))
    if row is None:
        return Fault(english(msg("{host} rejected the login.", host=talk.host)), reply.permanent)
    sentence = sentences(row.explained(where=talk.host), _LOGIN_ADVICE.get(row.reason, _AGAIN))
    return Fault(english(sentence), row.reason in _LOGIN_ADVICE)


def together(talk: Conversation, replies: Mapping[str, Reply | Fault]) -> Fault | None:
    """The refusals by recipient, as one Fault with a part for each; None where there are none."""
    if not replies:
        return None
    by_kind: dict[tuple[What, bool], list[str]] = {}
    for recipient, reply in replies.items():
        if isinstance(reply, Reply):
            by_kind.setdefault((refused(reply), reply.permanent), []).append(recipient)
    parts = {recipient: reply for recipient, reply in replies.items() if isinstance(reply, Fault)}
    found = [fault.sentence for fault in parts.values()]
    for (what, permanent), recipients in by_kind.items():
        found.append(_sentence(talk, what, permanent, recipients))
        for recipient in recipients:
            parts[recipient] = Fault(_sentence(talk, what, permanent, [recipient]), permanent)
    permanent = all(fault.permanent for fault in parts.values())
    return Fault(english(sentences(*dict.fromkeys(found))), permanent, refused=tuple(parts.items()))


def _sentence(talk: Conversation, what: What, permanent: bool, recipients: list[str]) -> str:
    names = ", ".join(clean_line(one, NAME) for one in recipients)
    return english(_text(talk, what, permanent, names or msg("the recipients")))


def _text(talk: Conversation, what: What, permanent: bool, to: Text | str) -> Text:
    host = talk.host
    if not permanent and what in (What.RECIPIENT, What.FULL):
        return msg(
            "{host} does not accept mail for {recipients} yet. Porchlight tries again.", host=host, recipients=to
        )
    match what:
        case What.COMPUTER:
            return msg(
                "{host} accepts no mail from this computer's address. Send through a mail server that requires a"
                " login,"
                " or ask whoever runs this one to allow the address.",
                host=host,
            )
        case What.NAME:
            return msg(
                "{host} does not accept {name}, the name by which this computer introduces itself. Ask"
                " whoever runs it which name to use, and enter it as “EHLO name” in the channel's"
                " settings.",
                host=host,
                name=talk.name,
            )
        case What.ENCRYPTION:
            return msg(
                "{host} accepts this only over an encrypted connection. Choose STARTTLS or TLS for the channel.",
                host=host,
            )
        case What.NO_LOGIN if talk.logs_in:
            return msg("{host} accepts mail only after a login. Check the user name.", host=host)
        case What.NO_LOGIN:
            return msg(
                "{host} accepts mail only after a login. Enter a user name and a password for the channel.", host=host
            )
        case What.SENDER if talk.logs_in:
            return msg(
                "{host} does not accept mail from {sender}. Use the address of the mailbox that logs in.",
                host=host,
                sender=clean_line(talk.sender, NAME),
            )
        case What.SENDER:
            return msg(
                "{host} does not accept mail from {sender}. Use one of its own addresses.",
                host=host,
                sender=clean_line(talk.sender, NAME),
            )
        case What.RECIPIENT:
            return msg(
                "{host} does not accept mail for {recipients}. Check whether the address is right and still in use.",
                host=host,
                recipients=to,
            )
        case What.RELAY if talk.logs_in:
            return msg(
                "{host} does not forward mail to {recipients} for this computer. Ask whoever runs it to allow"
                " that, or"
                " use another mail server.",
                host=host,
                recipients=to,
            )
        case What.RELAY:
            return msg(
                "{host} does not forward mail to {recipients} for this computer. Log in with one of its mailboxes, or"
                " use another mail server.",
                host=host,
                recipients=to,
            )
        case What.FULL:
            return msg("The mailbox of {recipients} is full. Its owner has to make room.", recipients=to)
        case What.SIZE:
            return msg(
                "{host} does not accept e-mails as long as this one. Ask whoever runs it to allow more.", host=host
            )
        case What.CONTENT:
            return msg(
                "{host} accepts the sender and the recipients, but not the e-mail itself. Ask whoever"
                " runs it to let e-mails from Porchlight through.",
                host=host,
            )
        case What.NOW if permanent:
            return msg("{host} accepts no mail.", host=host)
        case What.NOW:
            return msg("{host} accepts no mail now. Porchlight tries again.", host=host)
