"""Which kinds of components can be added: the built-in ones that need setting up, and those of plug-ins."""

from dataclasses import dataclass

from app.desktop.words import kind_word, translate
from app.runtime import component_kinds
from app.settings.schema import ComponentSettings


@dataclass(frozen=True, slots=True)
class KindChoice:
    """One kind with what it is for."""

    name: str
    title: str
    text: str
    model: type[ComponentSettings]


def kind_choices() -> list[KindChoice]:
    """In the order in which most people need them."""
    return [KindChoice(name, kind_word(name), _text(name), model) for name, model in component_kinds().items()]


def _text(name: str) -> str:
    match name:
        case "http":
            return translate("Kinds", "Your donation page, or any address that should answer.")
        case "classy":
            return translate("Kinds", "The API that your sync reads gifts and supporters from.")
        case "mailchimp":
            return translate("Kinds", "The API and the audience that your letters go to.")
        case "database":
            return translate("Kinds", "MariaDB, MySQL, PostgreSQL or SQLite; only ever read.")
        case "classy_sync_log":
            return translate("Kinds", "Whether supporters, gifts and plans are synced, by the sync's own log.")
        case "classy_sync_freshness":
            return translate("Kinds", "How old the newest records are in the sync's database.")
        case "classy_sync_daemon":
            return translate("Kinds", "Whether the program that syncs is running.")
        case "audience_drift":
            return translate("Kinds", "Whether the audience knows the supporters who want letters.")
        case "heartbeat":
            return translate("Kinds", "A job of yours that tells of its runs; its silence is what is noticed.")
        case "prometheus":
            return translate("Kinds", "One query with thresholds; each of its series is looked at.")
        case "alertmanager":
            return translate("Kinds", "The alerts that fire there.")
        case "uptime_kuma":
            return translate("Kinds", "All that it watches, by its metrics or a status page.")
        case "gatus":
            return translate("Kinds", "All endpoints that it watches.")
        case "healthchecks":
            return translate("Kinds", "The jobs that report there, with a read-only key.")
        case "vendor_status":
            return translate("Kinds", "What HubSpot, Stripe and others say of themselves; it only informs.")
        case "plugins":
            return translate("Kinds", "Whether the plug-ins of Porchlight load.")
        case "self":
            return translate("Kinds", "Its own memory, disk and history.")
    return translate("Kinds", "Brought by a plug-in.")
