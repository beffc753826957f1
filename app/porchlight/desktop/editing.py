"""Changes of the settings by the windows, each written to the file at once and noted in the activity list.

porchlight.settings.edit brings tomlkit along; it is imported when something is edited, since the light alone never
does.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from porchlight.model.audit import Action
from porchlight.model.errors import SettingsError
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.classy_sync.importer import Plan
    from porchlight.runtime.app import Porchlight
    from porchlight.settings.edit import Removed
    from porchlight.settings.origins import Destinations
    from porchlight.settings.sharing import Here, SharedPlan

ONLY_LOOKING = "This Porchlight is for looking only."
COMPONENTS = "components"
"""The section whose changes are noted here; what is about alerts is noted when it comes into force."""


class Editing:
    """Of one file. All raise SettingsError, or SettingsConflict where the file says something else by now."""

    def __init__(self, program: "Porchlight", path: str) -> None:
        self._program = program
        self.path = path
        """Empty for the demo, whose settings are in no file."""

    def read_item(self, section: str, name: str) -> dict[str, Any] | None:
        """What the file says of one table, such as that of a component."""
        self._need_file()
        from porchlight.settings import edit

        return edit.read_item(self.path, section, name)

    def read_section(self, name: str) -> dict[str, Any]:
        """What the file says in a section."""
        if not self.path:
            return {}
        from porchlight.settings import edit

        return edit.read_section(self.path, name)

    def put_item(
        self, section: str, name: str, values: Mapping[str, Any], *, expected: Mapping[str, Any] | None
    ) -> None:
        """Add or change one table."""
        self._may_change()
        from porchlight.settings import edit

        edit.put_item(self.path, section, name, values, expected=expected)
        if section == COMPONENTS:
            self._program.record(Action.COMPONENT_ADDED if expected is None else Action.COMPONENT_CHANGED, name)

    def remove_item(self, section: str, name: str) -> "Removed":
        """Take one table out; returns what brings it back."""
        self._may_change()
        from porchlight.settings import edit

        removed = edit.remove_item(self.path, section, name, expected=edit.read_item(self.path, section, name) or {})
        if section == COMPONENTS:
            self._program.record(Action.COMPONENT_REMOVED, name)
        return removed

    def bring_back(self, removed: "Removed") -> None:
        """Undo a removal."""
        from porchlight.settings import edit

        edit.bring_back(self.path, removed)
        if removed.section == COMPONENTS:
            self._program.record(Action.COMPONENT_ADDED, removed.name)

    def put_section(self, name: str, values: Mapping[str, Any], *, expected: Mapping[str, Any]) -> None:
        """Change a section."""
        if name == "desktop":
            self._need_file()  # how the windows look is the viewer's own
        else:
            self._may_change()
        from porchlight.settings import edit

        edit.put_section(self.path, name, values, expected=expected)
        self._program.record(Action.SETTINGS_CHANGED, name)

    async def plan_shared(
        self, given: Mapping[str, Any], here: "Here", trusted: Collection[str] = frozenset()
    ) -> "SharedPlan":
        """What taking over settings that somebody exported would do."""
        from porchlight.settings.sharing import plan_shared

        work = partial(plan_shared, self.path, given, here, trusted=frozenset(trusted))
        return await in_thread(work, name="import")

    async def this_computer(self, given: Mapping[str, Any]) -> "Here":
        """What is known here of the credentials and programs that exported settings need."""
        from porchlight.runtime.sharing import this_computer

        return await this_computer(given, self._program.secrets)

    async def take_over(self, plan: "SharedPlan") -> None:
        """What somebody exported, into these settings."""
        self._may_change()
        from porchlight.runtime.sharing import take_over

        await take_over(self.path, plan, self._program.secrets)
        self._program.record(Action.SETTINGS_CHANGED, "import")

    async def plan_import(self, folder: str, *, with_credentials: bool) -> "Plan | str":
        """What taking over a Classy Sync install would do, or one sentence why it cannot be taken over."""
        self._need_file()
        from porchlight.runtime.importing import plan_import

        redactor = self._program.redactor
        return await plan_import(folder, self.path, with_credentials=with_credentials, redactor=redactor)

    async def apply_import(self, plan: "Plan") -> list[str]:
        """Carry that plan out; what was done and what was not, in sentences."""
        from porchlight.runtime.importing import apply_import

        return await apply_import(plan, self.path, self._program.data_dir, self._program.redactor)

    def change_rule(self, rule: str, key: str, value: object) -> None:
        """Change one key of an alert rule; noted when it comes into force."""
        self._may_change()
        from porchlight.settings import edit

        edit.change_item(self.path, "rules", rule, key, value)

    async def store_secret(self, name: str, value: str, destinations: "Destinations | None" = None) -> None:
        """Keep it in the keyring, nowhere else, with where it is sent from here. Raises SecretStoreUnavailable,
        SecretUnfit for its value, or SettingsError for its name."""
        try:
            origins = [place for place in (destinations or {}).get(name, ()) if isinstance(place, str)]
            await self._program.secrets.set(name, value, origins)
        except ValueError as error:
            raise SettingsError(
                "The credential's name cannot be used.", "Use lower-case letters, digits, - and _."
            ) from error
        self._program.record(Action.CREDENTIAL_STORED, name)

    async def allow_destination(self, credential: str, origins: Collection[str]) -> None:
        """A credential may be sent to these places, too. Raises SecretError, or SettingsError."""
        self._may_change_here()
        await self._program.secrets.allow(credential, origins)
        self._program.record(Action.CREDENTIAL_STORED, credential)

    def free_id(self, name: str, taken: Collection[str]) -> str:
        """An id made of a name that is none of those that are taken."""
        first = slug(name)
        number, found = 2, first
        while found in taken:
            found, number = f"{first}-{number}", number + 1
        return found

    def _need_file(self) -> None:
        if not self.path:
            raise SettingsError("The demo's settings cannot be changed.", "Set up your own services instead.")

    def _may_change(self) -> None:
        self._need_file()
        self._may_change_here()

    def _may_change_here(self) -> None:
        if self._program.settings.desktop.viewer:
            raise SettingsError(ONLY_LOOKING, "Whoever set it up can change it.")


def slug(name: str) -> str:
    """An id from a name: ``Donation page`` → ``donation-page``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "new"
