"""``porchlight ingest``: the state of the endpoint for runs of jobs, and its token."""

import argparse
import asyncio
import http.client
import json
from secrets import token_urlsafe

from porchlight.cli import exit_codes
from porchlight.cli.language import tr
from porchlight.cli.output import print_error, print_line
from porchlight.model.audit import Action
from porchlight.model.errors import SecretMissing
from porchlight.redaction import Redactor
from porchlight.runtime.kinds import load_settings
from porchlight.runtime.one_shot import record
from porchlight.settings.paths import config_file, data_dir
from porchlight.settings.schema import INGEST_TOKEN
from porchlight.settings.secrets import SecretStore

_TIME_LIMIT = 2.0
_LARGEST = 1024 * 1024


def ingest(args: argparse.Namespace) -> int:
    """Run the command."""
    if args.action == "token":
        return asyncio.run(_token(data_dir(args.data_dir), new=args.new))
    return _status(args)


async def _token(folder: str, *, new: bool) -> int:
    """The token alone goes to standard output, so that a script can take it from there."""
    store = SecretStore(Redactor())
    if not new and await _is_stored(store):
        text = tr("There is already a token. “porchlight ingest token --new” replaces it.")
        print_error(f"porchlight: {text}")
        return exit_codes.CANNOT_CREATE
    token = token_urlsafe(32)  # 256 bits
    await store.set(INGEST_TOKEN, token)
    await record(folder, Action.CREDENTIAL_STORED, INGEST_TOKEN)
    print_error(tr("Stored in this computer's keyring as “{name}”. It is shown only this once:", name=INGEST_TOKEN))
    print_line(token)
    return 0


async def _is_stored(store: SecretStore) -> bool:
    try:
        await store.get(INGEST_TOKEN)
    except SecretMissing:
        return False
    return True


def _status(args: argparse.Namespace) -> int:
    settings = load_settings(config_file(args.config)).ingest
    if not settings.enabled:
        print_line(
            tr(
                "Job reports over HTTP are off. Turn them on in the settings: {setting}",
                setting="[ingest] enabled = true",
            )
        )
        return 0
    stored = asyncio.run(_is_stored(SecretStore(Redactor())))
    if not stored:
        print_line(tr("There is no token yet. Create one with “porchlight ingest token”."))
    if not _answers(settings.port):
        print_line(
            tr(
                "Porchlight does not answer on port {port}. Is it running, and is the port free?",
                port=str(settings.port),
            )
        )
        return exit_codes.UNAVAILABLE
    address = f"http://127.0.0.1:{settings.port}/v1/operations"
    print_line(tr("Programs can report runs at {address}", address=address))
    return 0 if stored else exit_codes.UNAVAILABLE


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIME_LIMIT)
    try:
        connection.request("GET", "/openapi.json")
        document = json.loads(connection.getresponse().read(_LARGEST))
        return bool(document["info"]["title"] == "Porchlight")
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return False
    finally:
        connection.close()
