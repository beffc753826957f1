"""Kind ``smtp``: whether a mail server takes connections and, if wanted, a login. No mail is sent."""

from app.model.component import Component
from app.probes.addresses import is_local_host
from app.probes.kind import ProbeKind
from app.probes.mail.encryption import Encryption
from app.probes.mail.server import MailServerProbe, MailServerSettings
from app.probes.mail.smtp_dialogue import SmtpDialogue
from app.probes.network import shown_host

_PORTS = {Encryption.STARTTLS: 587, Encryption.TLS: 465, Encryption.NONE: 25}


class SmtpSettings(MailServerSettings):
    """``[components.<id>]`` with ``kind = "smtp"``."""

    encryption: Encryption = Encryption.STARTTLS


def _build(component: Component, settings: SmtpSettings) -> MailServerProbe:
    return MailServerProbe(component, settings, _PORTS, SmtpDialogue)


def _address(settings: SmtpSettings) -> str:
    return shown_host(settings.host, settings.port or _PORTS[settings.encryption])


KIND = ProbeKind(
    name="smtp",
    settings=SmtpSettings,
    build=_build,
    is_local=lambda settings: is_local_host(settings.host),
    address=_address,
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
)
