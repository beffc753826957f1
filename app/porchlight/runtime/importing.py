"""Taking over a Classy Sync install."""

import asyncio
import logging
import os
from functools import partial
from typing import TYPE_CHECKING

from porchlight.intake.text import redacting
from porchlight.model.audit import Action
from porchlight.model.errors import SecretMissing, SecretStoreUnavailable
from porchlight.redaction import Redactor
from porchlight.runtime.one_shot import record
from porchlight.settings.secrets import SecretStore
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.settings.plan import Plan

_log = logging.getLogger(__name__)


async def plan_import(folder: str, settings_path: str, *, with_credentials: bool, redactor: Redactor) -> "Plan | str":
    """Plan taking over the Classy Sync install in ``folder``, or return one plain sentence why there is none. Writes
    nothing. Raises SettingsError where the settings file is broken."""
    from porchlight.classy_sync.importer import make_plan
    from porchlight.classy_sync.organisations import read_organisations
    from porchlight.probes.classy_sync.folder import read_install
    from porchlight.settings import edit

    install = await in_thread(partial(read_install, folder), name="import")
    if isinstance(install, str):
        return install
    kept = (install.database_password, install.encryption_key, install.mailchimp_api_key, install.webhook_url)
    for secret in (*kept, *install.webhook_headers.values()):
        if secret:
            redactor.add_secret(secret)
    with redacting(redactor.text):
        organisations = await read_organisations(install, with_credentials=with_credentials)
    settings = {name: edit.read_section(settings_path, name) for name in ("components", "channels", "rules", "paths")}
    return make_plan(install, organisations, settings)


async def apply_import(plan: "Plan", settings_path: str, data_dir: str, redactor: Redactor) -> list[str]:
    """Carry a plan out; return what was done and what was not, in sentences. Raises SettingsConflict or
    SettingsError."""
    from porchlight.settings import edit
    from porchlight.settings.secrets import environment_variable

    lines, missing = [], []
    secrets = SecretStore(redactor)
    for secret in plan.secrets:
        try:
            if await _stored(secrets, secret.name) != secret.value:
                await secrets.set(secret.name, secret.value)
                await record(data_dir, Action.CREDENTIAL_STORED, secret.name)
        except SecretStoreUnavailable as error:
            _log.warning("“%s” could not be stored: %s", secret.name, error)
            missing.append(secret.name)
    if missing:
        names = ", ".join(missing)
        lines.append(
            f"This system has no keyring that could take {names}: store them with “porchlight secrets set”, or give"
            f" them as {environment_variable(missing[0])} and so on."
        )
    elif plan.secrets:
        lines.append(f"{len(plan.secrets)} credential{'s are' if len(plan.secrets) != 1 else ' is'} in the keyring.")
    if plan.wanted:
        backup = f"{settings_path}.before-import"
        puts = [edit.Put(one.section, one.name, one.after, one.before) for one in plan.wanted]
        existed = await asyncio.to_thread(os.path.exists, settings_path)
        edit.put_items(settings_path, puts, backup=backup)
        lines.append(f"{len(puts)} part{'s' if len(puts) != 1 else ''} of the settings were written.")
        if existed:
            lines.append(f"A copy of the settings as they were before is in {backup}.")
    return lines


async def _stored(secrets: SecretStore, name: str) -> str | None:
    try:
        return await secrets.get(name)
    except SecretMissing:
        return None
