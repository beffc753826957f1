"""What every source of credentials promises, asked of each."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.errors
import pytest
from keyring.backend import KeyringBackend

from porchlight.model.errors import NoKeyring, SecretError, SecretMissing, SecretStoreUnavailable, SecretUnfit
from porchlight.model.ports import Secrets
from porchlight.redaction import Redactor
from porchlight.settings.secrets import GivenFirst, SecretStore, environment_variable
from tests.memory_keyring import memory_keyring
from tests.support import GivenSecrets

pytestmark = pytest.mark.anyio

VALUES = {
    "plain": "rk_live_0123456789abcdef",
    "other-letters": "пароль-contraseña-密码-🔑",
    "lines": "-----BEGIN KEY-----\nabcdef\n-----END KEY-----",
    "long": "x" * 5000,
    "empty": "",
    "blank": " \ufeff\n",
}
USABLE = tuple(name for name, value in VALUES.items() if len(value) > 5)
NO_NAMES = ("", "..", "../plain", "a/b", "A", "-a", "a\0b", "a\ud800", "__names__", "plain#origins", "x" * 200)


class Sources:
    """Makes each source with the values in it, and knows what was redacted."""

    def __init__(self, folder: Path, kept: dict[str, str]) -> None:
        self.redactor = Redactor()
        self._folder = folder
        self._kept = kept

    def keyring(self) -> Secrets:
        self._kept.update(VALUES)
        return self._store()

    def environment(self) -> Secrets:
        return self._store(environment={environment_variable(name): value for name, value in VALUES.items()})

    def folder(self) -> Secrets:
        for name, value in VALUES.items():
            (self._folder / name).write_bytes(value.encode())
        return self._store(environment={"PORCHLIGHT_SECRETS_DIR": str(self._folder)})

    def given(self) -> Secrets:
        return self._store(given=VALUES)

    def given_first(self) -> Secrets:
        return GivenFirst(VALUES, self._store(), self.redactor)

    def behind_given(self) -> Secrets:
        self._kept.update(VALUES)
        return GivenFirst({}, self._store(), self.redactor)

    def of_tests(self) -> Secrets:
        for value in VALUES.values():
            self.redactor.add_secret(value)
        return GivenSecrets(VALUES)

    def _store(self, **more: Any) -> SecretStore:
        return SecretStore(self.redactor, **{"environment": {}, **more})


@pytest.fixture
def kept() -> Iterator[dict[str, str]]:
    with memory_keyring() as kept:
        yield kept


@pytest.fixture
def sources(tmp_path: Path, kept: dict[str, str]) -> Sources:
    return Sources(tmp_path, kept)


@pytest.fixture(
    params=[
        *(Sources.keyring, Sources.environment, Sources.folder, Sources.given, Sources.given_first),
        *(Sources.behind_given, Sources.of_tests),
    ]
)
def secrets(request: pytest.FixtureRequest, sources: Sources) -> Secrets:
    made: Secrets = request.param(sources)
    return made


@pytest.mark.parametrize("name", USABLE)
async def test_what_is_there_is_had_again_and_again_and_is_redacted(
    secrets: Secrets, sources: Sources, name: str
) -> None:
    assert await secrets.get(name) == await secrets.get(name) == VALUES[name]
    assert VALUES[name] not in sources.redactor.text(f"It says {VALUES[name]}.")


@pytest.mark.parametrize("name", ["absent", "empty", "blank"])
async def test_what_is_absent_or_empty_is_missing_and_the_error_says_its_name(secrets: Secrets, name: str) -> None:
    with pytest.raises(SecretMissing, match=f'[“"]{name}[”"]'):
        await secrets.get(name)


@pytest.mark.parametrize("name", NO_NAMES)
async def test_what_can_be_no_name_is_missing_and_reads_nothing_else(secrets: Secrets, name: str) -> None:
    with pytest.raises(SecretMissing):
        await secrets.get(name)


async def test_many_who_ask_at_once_are_each_answered(secrets: Secrets) -> None:
    assert await asyncio.gather(*(secrets.get("plain") for _ in range(20))) == [VALUES["plain"]] * 20


@pytest.mark.parametrize("name", USABLE)
async def test_what_is_stored_is_listed_read_and_deleted(sources: Sources, kept: dict[str, str], name: str) -> None:
    store = SecretStore(sources.redactor, environment={})
    await store.set(name, VALUES[name], ["https://api.example.org"])
    assert await store.names() == [name]
    assert await store.get(name) == VALUES[name]
    await store.set(name, "another-value")
    assert await store.get(name) == "another-value"
    assert await store.origins(name) == ("https://api.example.org",)
    assert await store.delete(name)
    assert not await store.delete(name)
    assert await store.names() == []
    with pytest.raises(SecretMissing):
        await store.get(name)
    assert VALUES[name] not in str(kept)


@pytest.mark.parametrize("name", NO_NAMES)
async def test_nothing_is_stored_under_what_can_be_no_name(kept: dict[str, str], name: str) -> None:
    store = SecretStore(Redactor(), environment={})
    with pytest.raises(ValueError, match="name"):
        await store.set(name, VALUES["plain"])
    await store.delete("plain")
    assert set(kept) <= {"__names__"}


@pytest.mark.parametrize("name", ["empty", "blank"])
async def test_nothing_empty_is_stored(kept: dict[str, str], name: str) -> None:
    with pytest.raises(SecretUnfit):
        await SecretStore(Redactor(), environment={}).set(name, VALUES[name])
    assert kept == {}


class Broken(KeyringBackend):
    """A keyring that fails in one way, whatever is asked of it."""

    priority = 1

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self._error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self._error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self._error

    def delete_password(self, service: str, username: str) -> None:
        raise self._error


ASKED: tuple[Callable[[SecretStore], Any], ...] = (
    lambda store: store.get("plain"),
    lambda store: store.get_for("plain", ["https://api.example.org"]),
    lambda store: store.set("plain", VALUES["plain"], ["https://api.example.org"]),
    lambda store: store.delete("plain"),
    lambda store: store.names(),
    lambda store: store.origins("plain"),
    lambda store: store.allow("plain", ["https://api.example.org"]),
    lambda store: store.held(["plain"]),
)


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize(
    "error",
    [
        keyring.errors.KeyringLocked("of rk_live_0123456789abcdef"),
        keyring.errors.InitError(),
        keyring.errors.PasswordSetError(),
        keyring.errors.PasswordDeleteError(),
        RuntimeError("rk_live_0123456789abcdef"),
        TimeoutError(),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"),
        RecursionError(),
    ],
)
async def test_a_keyring_that_fails_is_unavailable_and_nothing_else(
    ask: Callable[[SecretStore], Any], error: BaseException
) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Broken(error))
    try:
        with pytest.raises(SecretStoreUnavailable) as caught:
            await ask(SecretStore(Redactor(), environment={}))
    finally:
        keyring.set_keyring(before)
    assert "Unlock it" in caught.value.remedy
    assert VALUES["plain"] not in str(caught.value)


@pytest.mark.parametrize("ask", [one for one in ASKED if one is not ASKED[-1]])
async def test_where_there_is_no_keyring_the_error_says_so(ask: Callable[[SecretStore], Any]) -> None:
    with pytest.raises(SecretError) as caught:  # the tests' own environment has none
        await ask(SecretStore(Redactor(), environment={}))
    assert isinstance(caught.value, NoKeyring)
