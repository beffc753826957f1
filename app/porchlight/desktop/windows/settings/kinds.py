"""Which kinds of components can be added: the built-in ones that need setting up, and those of plug-ins."""

import json
from dataclasses import dataclass
from enum import Enum, auto

from porchlight.desktop.texts import kind_word
from porchlight.language.current import tr
from porchlight.runtime.kinds import component_kinds
from porchlight.settings.schema import ComponentSettings


class KindGroup(Enum):
    """Groups of kinds, in the order in which most people need them."""

    GIFTS = auto()
    CLASSY_SYNC = auto()
    NETWORK = auto()
    COMPUTER = auto()
    OTHER_MONITORS = auto()
    PLUGIN = auto()
    """Porchlight itself, and plug-ins."""


_GROUPS = {
    **dict.fromkeys(
        ("classy_sync_log", "classy_sync_freshness", "classy_sync_daemon", "audience_drift"), KindGroup.CLASSY_SYNC
    ),
    **dict.fromkeys(("tcp", "dns", "tls", "ping", "smtp", "imap"), KindGroup.NETWORK),
    **dict.fromkeys(("process", "disk"), KindGroup.COMPUTER),
    **dict.fromkeys(
        ("heartbeat", "prometheus", "alertmanager", "uptime_kuma", "gatus", "healthchecks", "vendor_status"),
        KindGroup.OTHER_MONITORS,
    ),
    **dict.fromkeys(
        (
            *("http", "classy", "mailchimp", "database", "salesforce", "hubspot", "stripe", "paypal"),
            *("mailchimp_transactional", "donorbox", "blackbaud", "neon_crm"),
        ),
        KindGroup.GIFTS,
    ),
}


@dataclass(frozen=True, slots=True)
class KindChoice:
    """One kind with its purpose."""

    name: str
    title: str
    text: str
    model: type[ComponentSettings]

    @property
    def group(self) -> KindGroup:
        """Its group; a plug-in's is one of ours."""
        return _GROUPS.get(self.name, KindGroup.PLUGIN)

    def fits(self, sought: str) -> bool:
        """Whether it matches what somebody types: each word must be in its name or its purpose."""
        text = f"{self.title} {self.text} {self.name}".casefold()
        return all(word in text for word in sought.casefold().split())


def kind_choices() -> list[KindChoice]:
    """In the order in which most people need them."""
    found = [KindChoice(name, kind_word(name), _text(name), model) for name, model in component_kinds().items()]
    order = list(KindGroup)
    return sorted(found, key=lambda choice: order.index(choice.group))


def group_word(group: KindGroup) -> str:
    """The name of a group."""
    match group:
        case KindGroup.GIFTS:
            return tr("Gifts, donors and websites")
        case KindGroup.CLASSY_SYNC:
            return tr("Classy Sync")
        case KindGroup.NETWORK:
            return tr("Network and mail")
        case KindGroup.COMPUTER:
            return tr("This computer")
        case KindGroup.OTHER_MONITORS:
            return tr("Jobs, other monitors, vendors")
        case KindGroup.PLUGIN:
            return tr("Porchlight itself and plug-ins")


def _text(name: str) -> str:
    match name:
        case "http":
            return tr("Your donation page, or any address that should answer.")
        case "classy":
            return tr("The API that your sync reads gifts and supporters from.")
        case "mailchimp":
            return tr("The API and the audience that your letters go to.")
        case "database":
            return tr("MariaDB, MySQL, PostgreSQL or SQLite; only ever read.")
        case "classy_sync_log":
            return tr("Whether supporters, gifts and plans are synced, by the sync's own log.")
        case "classy_sync_freshness":
            return tr("How old the newest records are in the sync's database.")
        case "classy_sync_daemon":
            return tr("Whether the program that syncs is running.")
        case "audience_drift":
            return tr("Whether the audience knows the supporters who want letters.")
        case "salesforce":
            return tr("The organisation's API and its limits: requests, e-mails, storage.")
        case "hubspot":
            return tr("The account's API and how much of the day's requests is used.")
        case "stripe":
            return tr("Whether card payments' API answers and takes your key; no amount is kept.")
        case "paypal":
            return tr("Whether PayPal answers and takes your application's credentials.")
        case "mailchimp_transactional":
            return tr("Receipts and single letters (Mandrill): the key, and letters that wait.")
        case "donorbox":
            return tr("Whether the API behind your donation form answers and takes your key.")
        case "blackbaud":
            return tr("Raiser's Edge NXT through the SKY API, by a consent of its own.")
        case "neon_crm":
            return tr("Whether the API answers for your organisation.")
        case "tcp":
            return tr("Whether a port takes connections; nothing is said to it.")
        case "dns":
            return tr("Whether a name has the records that website and mail need.")
        case "tls":
            return tr("Whether a certificate is trusted, and for how many days; of mail servers too.")
        case "ping":
            return tr("Whether a computer answers, how fast, and how much is lost.")
        case "smtp":
            return tr("Whether mail can be handed in; none is ever sent.")
        case "imap":
            return tr("Whether a mailbox can be opened; no mail is ever read.")
        case "process":
            return tr("Whether it runs, and how much memory it takes.")
        case "disk":
            return tr("How much room is left, and when it will be full.")
        case "heartbeat":
            return tr("A job of yours that tells of its runs; its silence is what is noticed.")
        case "prometheus":
            return tr("One query with thresholds; each of its series is looked at.")
        case "alertmanager":
            return tr("The alerts that fire there.")
        case "uptime_kuma":
            return tr("All that it watches, by its metrics or a status page.")
        case "gatus":
            return tr("All endpoints that it watches.")
        case "healthchecks":
            return tr("The jobs that report there, with a read-only key.")
        case "vendor_status":
            return tr("What HubSpot, Stripe and others say of themselves; it only informs.")
        case "plugins":
            return tr("Whether the plug-ins of Porchlight load.")
        case "self":
            return tr("Its own memory, disk and history.")
    return tr("Brought by a plug-in.")


def credential_hint(name: str) -> str:
    """The form of a kind's credential, where it is more than a key or a password."""
    match name:
        case "classy" | "paypal" | "salesforce":
            return tr("As JSON: {json}", json='{"client_id": "…", "client_secret": "…"}')
        case "blackbaud":
            fields = ("subscription_key", "client_id", "client_secret", "refresh_token")
            return tr("As JSON: {json}", json=json.dumps(dict.fromkeys(fields, "…"), ensure_ascii=False))
    return ""
