"""Which kinds of components can be added: the built-in ones that need setting up, and those of plug-ins."""

from porchlight.dataclass import dataclass
from porchlight.language.current import rendered
from porchlight.model.kind import KindGroup
from porchlight.runtime.kinds import known_kinds
from porchlight.settings.schema import ComponentSettings


@dataclass(frozen=True, slots=True)
class KindChoice:
    """One kind with its purpose."""

    name: str
    title: str
    text: str
    group: KindGroup
    model: type[ComponentSettings]

    def fits(self, sought: str) -> bool:
        """Whether it matches what somebody types: each word must be in its name or its purpose."""
        text = f"{self.title} {self.text} {self.name}".casefold()
        return all(word in text for word in sought.casefold().split())


def kind_choices() -> list[KindChoice]:
    """In the order in which most people need them."""
    return [
        KindChoice(kind.name, rendered(kind.title or kind.name), rendered(kind.summary), kind.group, kind.settings)
        for kind in known_kinds()
    ]


_WAY = (
    ("http", "site", "tls", "dns", "domain"),
    ("classy", "stripe", "stripe_account", "paypal", "paypal_account", "donorbox"),
    ("database", "salesforce", "hubspot", "blackbaud", "neon_crm", "classy_sync_log", "classy_sync_freshness"),
    ("mailchimp", "mailchimp_transactional", "audience_drift", "smtp", "imap"),
)
"""Where kinds stand on the way of a gift: the page, the payment, the records, the mail."""


def place_on_the_way(kind: str) -> int:
    """Where a component stands on the way of a gift; what is on none comes last."""
    return next((place for place, kinds in enumerate(_WAY) if kind in kinds), len(_WAY))
