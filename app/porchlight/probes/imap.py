"""Kind ``imap``: whether a mailbox's server accepts connections and, if wanted, a login. No mail is read."""

from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.net.encryption import Encryption
from porchlight.probes.kind import KindNotes
from porchlight.probes.mail.imap_dialogue import ImapDialogue
from porchlight.probes.mail.server import MailServerSettings, mail_server_kind
from porchlight.probes.shared_settings import MailEncryption

_PORTS = {Encryption.TLS: 993, Encryption.STARTTLS: 143, Encryption.NONE: 143}


class ImapSettings(MailServerSettings):
    """``[components.<id>]`` with ``kind = "imap"``."""

    encryption: MailEncryption = Encryption.TLS


KIND = mail_server_kind(
    "imap",
    msg("Mailbox (IMAP)"),
    msg("Whether the mailbox can be opened. No mail is ever read."),
    ImapSettings,
    _PORTS,
    ImapDialogue,
    {
        Reason.LOGIN_DISABLED: msg(
            "A new password won't help. Ask your mail administrator to allow IMAP with a password for this mailbox,"
            " or watch it without a login."
        ),
        Reason.FORBIDDEN: msg(
            "The password is right. Ask your mail administrator to give this user access to the mailbox."
        ),
        Reason.QUOTA: msg(
            "The mailbox is full. Delete old mail or have its storage raised: new mail may be sent back until then."
        ),
    },
    KindNotes(
        calls="greeting, CAPABILITY, STARTTLS, with `credential` AUTHENTICATE PLAIN or LOGIN, LOGOUT",
        never="`SELECT`, `EXAMINE`, `LIST`, `FETCH`",
        red_light=msg(
            "Turns red when the mailbox can't be reached, is busy, rejects the login, has too many"
            " connections open or has a bad certificate."
        ),
        simulator="tests.integration.probes.imap_server",
    ),
)
