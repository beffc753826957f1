"""Taking over a Classy Sync install."""

import asyncio
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from porchlight.intake.text import redacting
from porchlight.language.english import english
from porchlight.language.text import msg, msg_plural
from porchlight.model.audit import Action
from porchlight.model.errors import SecretMissing, SecretStoreUnavailable
from porchlight.redaction import Redactor
from porchlight.runtime.one_shot import record
from porchlight.settings.secrets import SecretStore
from porchlight.threads import advance, in_thread

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
    """Carry a plan out, unless that is cancelled before the settings are written; return what was done and what was
    not, in sentences. Raises SettingsConflict or SettingsError."""
    from porchlight.settings import edit

    lines, missing = [], []
    secrets = SecretStore(redactor)
    before: dict[str, str | None] = {}
    for number, secret in enumerate(plan.secrets):
        try:
            advance(number, len(plan.secrets) + 1)
            known = await _stored(secrets, secret.name)
            if known != secret.value:
                before[secret.name] = known
                await secrets.set(secret.name, secret.value)
                await record(data_dir, Action.CREDENTIAL_STORED, secret.name)
        except asyncio.CancelledError:
            await asyncio.shield(_put_back(secrets, before))
            raise
        except SecretStoreUnavailable as error:
            _log.warning("“%s” could not be stored: %s", secret.name, error)
            missing.append(secret.name)
    if missing:
        names = ", ".join(missing)
        sentence = msg(
            "This system has no keyring that could store {names}. Enter them once there is one.",
            names=names,
        )
        lines.append(english(sentence))
    elif plan.secrets:
        sentence = msg_plural(
            "{n} credential is in the keyring.", "{n} credentials are in the keyring.", len(plan.secrets)
        )
        lines.append(english(sentence))
    if plan.wanted:
        backup = f"{settings_path}.before-import"
        puts = [edit.Put(one.section, one.name, one.after, one.before) for one in plan.wanted]
        existed = await asyncio.to_thread(os.path.exists, settings_path)
        edit.put_items(settings_path, puts, backup=backup)
        sentence = msg_plural(
            "{n} part of the settings was written.", "{n} parts of the settings were written.", len(puts)
        )
        lines.append(english(sentence))
        if existed:
            lines.append(english(msg("The previous settings were copied to {path}.", path=backup)))
    return lines


async def _put_back(secrets: SecretStore, before: Mapping[str, str | None]) -> None:
    """Half of an import would be worse than none."""
    for name, value in before.items():
        with suppress(SecretMissing, SecretStoreUnavailable):
            if value is None:
                await secrets.delete(name)
            else:
                await secrets.set(name, value)


async def _stored(secrets: SecretStore, name: str) -> str | None:
    try:
        return await secrets.get(name)
    except SecretMissing:
        return None
