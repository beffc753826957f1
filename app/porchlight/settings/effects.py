"""What each key of the settings can do to this computer when somebody else wrote it: the basis of an import. A key
that is not in the list is treated as dangerous, so a forgotten one cannot slip through; and a test requires each key
of all models here. A key's name means the same wherever it is used."""

from enum import StrEnum
from typing import Any, Final


class Effect(StrEnum):
    """What a key does."""

    HARMLESS = "harmless"
    """It changes how something is judged, named, shown or timed."""
    ADDRESS = "address"
    """A request goes there, without a credential."""
    DESTINATION = "destination"
    """Credentials go there, where the table names any."""
    CREDENTIAL = "credential"
    """The name of a credential, or several."""
    REACHES = "reaches"
    """All that this computer asks or sends goes there, or passes through it."""
    RECEIVER = "receiver"
    """Who receives what this computer knows."""
    LOOSENS = "loosens"
    """It can turn a protection off."""
    PLACE = "place"
    """A file or folder that is read."""
    RUNS = "runs"
    """It runs, restarts or posts something."""
    PUBLISHED = "published"
    """People publish it in their name: donors go where it says."""
    PERSONAL = "personal"
    """It belongs to this computer or this person, and is never exported or imported."""


PERSONAL_SECTIONS: Final = ("desktop", "ingest", "updates", "status_page")
"""Sections that stay on their computer: how the windows look, the port of its programs, its user's answers, the
folder of its status page."""
PERSONAL_KEYS: Final = {"report": ("folder",)}

_SAFE: Final[dict[str, tuple[Any, ...]]] = {
    "verify": (True,),
    "allow_unencrypted": (False,),
    "encryption": ("tls", "starttls"),
}

_HARMLESS: Final = """
    account_id allowance allowance_least allowance_percent api_version at_least at_most attributes auth
    auth_header auth_user browser browser_every builtin bulk_sender certificate_days channels command components
    concurrency confirmation_pause confirmations consent consent_days contacts_limit cooldown count critical day
    days deadline_days degraded_above degraded_below delay depends_on dkim_selectors elsewhere empty_runs enabled
    ends_within error_above error_below error_severities every expect expect_status expect_text expiry_days
    fail_below failed_above filters follow_redirects for form form_id format from goes_to grace greeting header
    headers health_payload helo ignored_severities interval job json_operator json_pointer json_value keep kind
    known_organizations labels language let_critical_through limits list_id live local login longest max_age
    max_loop_lag max_loss max_memory max_memory_mb message method min_free_disk_mb missed most_runs mounted name
    no_others only org_id organization_id organizations parts passed_on_by path payments pending_after process query
    query_operator query_value quiet_hours record rehearse reject_text reject_usual remind repeat resend retention
    rules sender senders severity shortest size_limit slow_limit source starttls status_page stop_after system
    tags taken_by temporality time timeout tiny_below urgent_days username warn_below warn_on_change watchdog
    webhooks weekly when when_empty why zone
    disputes hubspot_day hubspot_pipeline hubspot_stage hubspot_whole_days mailchimp_store merchant_id neon_org_id
    neon_status partner_id salesforce_day salesforce_object salesforce_stage single_name strong_days verified with_www
    withheld
"""

EFFECTS: Final[dict[str, Effect]] = {
    **dict.fromkeys(_HARMLESS.split(), Effect.HARMLESS),
    **dict.fromkeys(
        ["domain", "form_hosts", "http_port", "other_hosts", "server", "server_name", "vendor", "whois_server"],
        Effect.ADDRESS,
    ),
    **dict.fromkeys(
        [
            "base_url",
            "endpoint",
            "host",
            "hubspot_url",
            "mailchimp_url",
            "my_domain",
            "neon_url",
            "port",
            "preset",
            "site",
            "token_url",
            "url",
        ],
        Effect.DESTINATION,
    ),
    **dict.fromkeys(
        [
            "classy_credential",
            "credential",
            "database_credential",
            "hubspot_credential",
            "mailchimp_credential",
            "neon_credential",
            "salesforce_credential",
            "secret_headers",
            "signing_credential",
            "stripe_credential",
        ],
        Effect.CREDENTIAL,
    ),
    **dict.fromkeys(["connectivity_urls", "proxy"], Effect.REACHES),
    **dict.fromkeys(["generator_url", "to"], Effect.RECEIVER),
    **dict.fromkeys(_SAFE, Effect.LOOSENS),
    # The folder of an installed sync; the report's is personal.
    **dict.fromkeys(["folder", "location", "log", "pid_file"], Effect.PLACE),
    **dict.fromkeys(["action", "program", "service"], Effect.RUNS),
    "plan_b": Effect.PUBLISHED,
    **dict.fromkeys(["check", "feed", "notifications", "theme", "viewer"], Effect.PERSONAL),
}
"""By a key's name as it is written in the file."""


def effect_of(key: str) -> Effect | None:
    """What a key does; None for an unknown one."""
    return EFFECTS.get(key)


def loosens(key: str, value: object) -> bool:
    """Whether a key with this value, as written, turns a protection off."""
    return key in _SAFE and not any(type(value) is type(safe) and value == safe for safe in _SAFE[key])
