"""Every credential says what its parts are: what each is called, where to find it, at vendors with a link."""

import string
from typing import Annotated

import pytest

from porchlight.language.english import english
from porchlight.model.kind import KindGroup
from porchlight.runtime.kinds import apprise_services, channel_kinds, credential_forms, known_kinds, parse_settings
from porchlight.settings.credential_form import CredentialForm, CredentialPart, forms_of
from porchlight.settings.describe import Described, without_none
from porchlight.settings.export import OtlpSettings
from porchlight.settings.rules import ActionSettings, HeartbeatSettings
from porchlight.settings.schema import ComponentSettings, Section

MODELS: dict[str, type[Section]] = {
    **{kind.name: kind.settings for kind in known_kinds()},
    **{f"channel {name}": model for name, model in channel_kinds().items()},
    "heartbeat": HeartbeatSettings,
    "action": ActionSettings,
    "otlp": OtlpSettings,
}
FORMS = {f"{name} {key}": form for name, model in MODELS.items() for key, form in forms_of(model).items()}
FORMS |= {f"channel {name}": form for name, form in apprise_services().items()}
OF_A_VENDOR = [kind.name for kind in known_kinds() if kind.group is KindGroup.GIFTS and forms_of(kind.settings)]


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
def test_each_setting_that_names_a_credential_declares_its_form(model: type[Section]) -> None:
    for key in forms_of(model):
        assert any(isinstance(one, CredentialForm) for one in without_none(model.model_fields[key])[1]), key


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_each_part_has_a_title_and_where_to_find_it(form: CredentialForm) -> None:
    for part in form.parts:
        title, where = english(part.title), english(part.where)
        assert title, part.key
        assert not title.endswith((".", ":")), part.key
        assert where.endswith((".", "…")), part.key
        assert part.pattern == "" or english(part.shape) or form.layout, part.key
    assert {name for _, name, _, _ in string.Formatter().parse(form.layout) if name} == (
        {part.key for part in form.parts} if form.layout else set()
    )


def test_at_a_vendor_there_is_a_link_too() -> None:
    of_vendors = {name: form for name, form in FORMS.items() if name.split()[0] in OF_A_VENDOR}
    without = {name for name, form in of_vendors.items() if not all(part.link for part in form.parts)}
    own = {
        "http credential",
        "database credential",
        "arrivals database_credential",
        "gift_pulse database_credential",
        "recurring_gifts credential",
    }
    assert without == own  # whoever runs these is no vendor


def test_a_secret_is_never_shown_and_an_id_may_be() -> None:
    shown = {part.key for form in FORMS.values() for part in form.parts if not part.secret}
    assert shown == {"client_id", "chat_id"}


def test_the_form_of_a_credential_is_found_by_its_name_wherever_the_settings_name_it() -> None:
    settings = parse_settings(
        """
        [components.classy]
        kind = "classy"
        organization_id = 1
        credential = "shared"
        [components.page]
        kind = "http"
        url = "https://example.org/"
        credential = "shared"
        [components.drift]
        kind = "audience_drift"
        url = "mysql://reader@127.0.0.1/sync"
        database_credential = "db"
        list_id = "abc"
        [heartbeat]
        credential = "beat"
        [channels.hook]
        kind = "webhook"
        credential = "hook"
        signing_credential = "sign"
        """
    )
    found = {name: [part.key for part in form.parts] for name, form in credential_forms(settings).items()}
    assert found == {
        "shared": ["client_id", "client_secret"],
        "db": ["password"],
        "mailchimp": ["api_key"],
        "beat": ["address"],
        "hook": ["address"],
        "sign": ["secret"],
    }


class _WithForm(ComponentSettings):
    login: Annotated[
        str,
        Described("Login", "Its name in the keyring."),
        CredentialForm((CredentialPart("user", "User", secret=False), CredentialPart("token", "Token", "Ask us."))),
    ] = "ours"


class _WithoutForm(ComponentSettings):
    credential: str | None = None
    database_credential: str | None = None


def test_a_plugin_declares_the_same_and_without_a_form_has_one_field() -> None:
    (form,) = forms_of(_WithForm).values()
    assert form.read(form.stored({"user": "ab", "token": "the-token"})) == {"user": "ab", "token": "the-token"}
    assert [english(part.title) for part in form.parts] == ["User", "Token"]
    titles = {key: [english(part.title) for part in form.parts] for key, form in forms_of(_WithoutForm).items()}
    assert titles == {"credential": ["Key or password"], "database_credential": ["Key or password"]}
