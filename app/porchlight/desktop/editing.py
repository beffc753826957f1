"""Changes of the settings by the windows, each written to the file at once and noted in the activity list.

porchlight.settings.edit imports tomlkit; it is imported on the first edit, since the light alone never needs it.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.audit import Action
from porchlight.model.errors import SecretError, SecretMissing, SettingsError
from porchlight.settings.policy import ASK, LOCKED, Path
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.runtime.app import Porchlight
    from porchlight.settings.credential_form import CredentialForm
    from porchlight.settings.edit import Removed
    from porchlight.settings.origins import Destinations
    from porchlight.settings.plan import Plan
    from porchlight.settings.sharing import Here, SharedPlan

ONLY_LOOKING = msg("This Porchlight is for viewing only.")
COMPONENTS = "components"
"""The section whose changes are recorded here; changes to alerts are recorded when they come into force."""


class Editing:
    """For one file. All raise SettingsError, or SettingsConflict where the file has changed by now."""

    def __init__(self, program: "Porchlight", path: str) -> None:
        self._program = program
        self.path = path
        """Empty for the demo, whose settings are in no file."""

    def read_item(self, section: str, name: str) -> dict[str, Any] | None:
        """One table of the file, such as that of a component."""
        self._need_file()
        from porchlight.settings import edit

        return edit.read_item(self.path, section, name)

    def read_section(self, name: str) -> dict[str, Any]:
        """A section of the file."""
        if not self.path:
            return {}
        from porchlight.settings import edit

        return edit.read_section(self.path, name)

    def put_item(
        self, section: str, name: str, values: Mapping[str, Any], *, expected: Mapping[str, Any] | None
    ) -> None:
        """Add or change one table."""
        self._may_change()
        self._require_unlocked((section, name), values, expected or {})
        from porchlight.settings import edit

        edit.put_item(self.path, section, name, values, expected=expected)
        if section == COMPONENTS:
            self._program.record(Action.COMPONENT_ADDED if expected is None else Action.COMPONENT_CHANGED, name)

    def remove_item(self, section: str, name: str) -> "Removed":
        """Remove one table; return what restores it."""
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
            self._need_file()  # how the windows look is the viewer's own choice
        else:
            self._may_change()
        self._require_unlocked((name,), values, expected)
        from porchlight.settings import edit

        edit.put_section(self.path, name, values, expected=expected)
        self._program.record(Action.SETTINGS_CHANGED, name)

    async def plan_shared(
        self, given: Mapping[str, Any], here: "Here", trusted: Collection[str] = frozenset()
    ) -> "SharedPlan":
        """Plan taking over settings that somebody exported."""
        from porchlight.settings.sharing import plan_shared

        work = partial(plan_shared, self.path, given, here, trusted=frozenset(trusted))
        return await in_thread(work, name="import")

    async def this_computer(self, given: Mapping[str, Any]) -> "Here":
        """The credentials and programs here that exported settings need."""
        from porchlight.runtime.sharing import this_computer

        return await this_computer(given, self._program.secrets)

    async def take_over(self, plan: "SharedPlan") -> None:
        """Merge exported settings into these."""
        self._may_change()
        from porchlight.runtime.sharing import take_over

        await take_over(self.path, plan, self._program.secrets)
        self._program.record(Action.SETTINGS_CHANGED, "import")

    async def plan_import(self, folder: str, *, with_credentials: bool) -> "Plan | str":
        """Plan taking over a Classy Sync install, or return one sentence why that is impossible."""
        self._need_file()
        from porchlight.runtime.importing import plan_import

        redactor = self._program.redactor
        return await plan_import(folder, self.path, with_credentials=with_credentials, redactor=redactor)

    async def apply_import(self, plan: "Plan") -> list[str]:
        """Carry that plan out; return what was done and what was not, in sentences."""
        from porchlight.runtime.importing import apply_import

        return await apply_import(plan, self.path, self._program.data_dir, self._program.redactor)

    def change_rule(self, rule: str, key: str, value: object) -> None:
        """Change one key of an alert rule; recorded when it comes into force."""
        self._may_change()
        self._require_unlocked(("rules", rule), {key: value}, {})
        from porchlight.settings import edit

        edit.change_item(self.path, "rules", rule, key, value)

    async def store_secret(self, name: str, value: str, destinations: "Destinations | None" = None) -> None:
        """Store it in the keyring, nowhere else, with where it is sent from here. Raises SecretStoreUnavailable,
        SecretUnfit for its value, or SettingsError for its name."""
        try:
            origins = [place for place in (destinations or {}).get(name, ()) if isinstance(place, str)]
            await self._program.secrets.set(name, value, origins)
        except ValueError as error:
            raise SettingsError(
                english(msg("The credential's name cannot be used.")),
                english(msg("Use a–z, 0–9, - and _.")),
            ) from error
        self._program.record(Action.CREDENTIAL_STORED, name)

    async def stored_parts(self, name: str, form: "CredentialForm") -> dict[str, str] | None:
        """The parts of a credential that are stored, each with its value where it is no secret; None: the keyring
        cannot be read."""
        try:
            found = form.read(await self._program.secrets.get(name))
        except SecretMissing:
            return {}
        except SecretError:
            return None
        return {key: "" if form.part(key).secret else value for key, value in found.items()}

    async def whole_secret(
        self,
        name: str,
        form: "CredentialForm",
        given: Mapping[str, str],
        destinations: "Destinations",
        *,
        owner: str = "",
    ) -> str:
        """See porchlight.settings.binding."""
        from porchlight.settings.binding import whole_secret

        return await whole_secret(self._program.secrets, name, form, given, destinations.get(name, ()), owner)

    async def allow_destination(self, credential: str, origins: Collection[str]) -> None:
        """Allow a credential to be sent to these places, too. Raises SecretError, or SettingsError."""
        self._may_change_here()
        await self._program.secrets.allow(credential, origins)
        self._program.record(Action.CREDENTIAL_STORED, credential)

    def free_id(self, name: str, taken: Collection[str]) -> str:
        """An id made from a name, other than those taken."""
        first = slug(name)
        number, found = 2, first
        while found in taken:
            found, number = f"{first}-{number}", number + 1
        return found

    def _need_file(self) -> None:
        if not self.path:
            raise SettingsError(
                english(msg("You can't change settings in the demo.")),
                english(msg("Set up your own services instead.")),
            )

    def _may_change(self) -> None:
        self._need_file()
        self._may_change_here()

    def _require_unlocked(self, table: Path, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        """Nothing is written that would not count."""
        locked = self._program.settings.policy.table(*table)
        if any(key in locked and value != before.get(key, locked[key]) for key, value in values.items()):
            raise SettingsError(english(LOCKED), english(ASK))

    def _may_change_here(self) -> None:
        if self._program.settings.desktop.viewer:
            raise SettingsError(english(ONLY_LOOKING), english(msg("Whoever set it up can change it.")))


def slug(name: str) -> str:
    """An id from a name: ``Donation page`` → ``donation-page``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "new"
