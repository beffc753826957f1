"""Which kinds of components can be added: the built-in ones that need setting up, and those of plug-ins."""

from dataclasses import dataclass

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
