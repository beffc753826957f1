"""Kind ``imap``: whether a mailbox's server takes connections and, if wanted, a login. No mail is read."""

from app.model.component import Component
from app.probes.addresses import is_local_host
from app.probes.kind import ProbeKind
from app.probes.mail.encryption import Encryption
from app.probes.mail.imap_dialogue import ImapDialogue
from app.probes.mail.server import MailServerProbe, MailServerSettings
from app.probes.network import shown_host

_PORTS = {Encryption.TLS: 993, Encryption.STARTTLS: 143, Encryption.NONE: 143}


class ImapSettings(MailServerSettings):
    """``[components.<id>]`` with ``kind = "imap"``."""

    encryption: Encryption = Encryption.TLS


def _build(component: Component, settings: ImapSettings) -> MailServerProbe:
    return MailServerProbe(component, settings, _PORTS, ImapDialogue)


def _address(settings: ImapSettings) -> str:
    return shown_host(settings.host, settings.port or _PORTS[settings.encryption])


KIND = ProbeKind(
    name="imap",
    settings=ImapSettings,
    build=_build,
    is_local=lambda settings: is_local_host(settings.host),
    address=_address,
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
)
