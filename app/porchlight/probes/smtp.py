"""Kind ``smtp``: whether a mail server accepts connections and, if wanted, a login. No mail is sent."""

from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.net.encryption import Encryption
from porchlight.probes.kind import KindNotes
from porchlight.probes.mail.server import MailServerSettings, mail_server_kind
from porchlight.probes.mail.smtp_dialogue import SmtpDialogue
from porchlight.probes.shared_settings import MailEncryption

_PORTS = {Encryption.STARTTLS: 587, Encryption.TLS: 465, Encryption.NONE: 25}


class SmtpSettings(MailServerSettings):
    """``[components.<id>]`` with ``kind = "smtp"``."""

    encryption: MailEncryption = Encryption.STARTTLS


KIND = mail_server_kind(
    "smtp",
    msg("Mail server (SMTP)"),
    msg("Whether the server accepts mail. None is ever sent."),
    SmtpSettings,
    _PORTS,
    SmtpDialogue,
    {
        Reason.LOGIN_DISABLED: msg(
            "A new password won't help. Ask your mail administrator to allow SMTP logins for this mailbox"
            " (Microsoft 365: “Authenticated SMTP”), or watch it without a login."
        ),
        Reason.QUOTA: msg("The mail account's quota is used up. Wait until it is renewed, or have it raised."),
    },
    KindNotes(
        calls="greeting, EHLO, STARTTLS, with `credential` AUTH PLAIN or LOGIN, QUIT",
        never="`MAIL`, `RCPT`, `DATA`, `VRFY`",
        red_light=msg(
            "Turns red when the mail server can't be reached, is busy, turns us away for now, rejects the"
            " login or has a bad certificate."
        ),
        simulator="tests.integration.probes.talking",
        real="aiosmtpd",
    ),
)
