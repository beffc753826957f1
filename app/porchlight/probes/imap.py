"""Kind ``imap``: whether a mailbox's server accepts connections and, if wanted, a login. No mail is read."""

from porchlight.language.text import msg
from porchlight.net.encryption import Encryption
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
)
