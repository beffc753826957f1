"""Vendors' refusals over HTTP, by status, by the code in the answer, and by its text. Codes are given as the status
(``403``), the vendor's own code as in the answer, or both (``403 Code``). ``{answer}`` is the answer, such as ``403,
“User Disabled”``; ``{code}`` the same in brackets."""

from typing import Final

from porchlight.model.status import Outcome, Reason
from porchlight.net.refusals import Refusal

_NOT_THIS_ADDRESS: Final = (
    r"\bip\b.{0,40}\b(restrict|not allow|not permit|not authori|not white ?list|block|denied|forbidden)"
    r"|\b(restrict|not allow|not permit|not authori|block|deni)\w*.{0,60}\b(ip|ip address|network)\b"
    r"|does not allow requests from|outside .{0,40}\bip range"
)
_KEPT_OUT: Final = (
    r"\b(account|user|organi[sz]ation|org|portal|merchant|company|subscription|plan|trial)\b.{0,40}\b(is|was"
    r"|has been|has"
    r"|been) .{0,30}\b(suspend|deactivat|disabled|locked|frozen|closed|terminat|cancel|expired|inactive"
    r"|not active|blocked"
    r"|past due|unpaid|restricted(?! (to|in|perm|access|scope|role)))"
    r"|\b(account|user|organi[sz]ation|subscription) (suspend|deactivat|disabled|locked|closed)"
    r"|trial (has )?(ended|expired)|(trial|subscription) (is over|has lapsed)"
    r"|payment (is )?(required|overdue|past due)"
)
_PASSES: Final = (
    r"\btemporar(il)?y\b|(try|retry)\b.{0,20}\b(later|in \d|in a )|maintenance|(unknown|internal|server"
    r"|unexpected) (server )?error"
    r"|currently (un|not )?available|service (is )?unavailable"
)

VENDOR: Final = (
    Refusal(("402",), Reason.ACCOUNT, "It answers nothing more before it is paid {code}."),
    Refusal(
        ("400", "401", "403"),
        Reason.BLOCKED,
        "It lets nobody in from this computer's address {code}.",
        _NOT_THIS_ADDRESS,
    ),
    Refusal(
        ("400", "401", "403", "423"),
        Reason.ACCOUNT,
        "It keeps the account out: suspended, disabled or ended {code}.",
        _KEPT_OUT,
    ),
    Refusal(
        ("400", "401", "403"),
        Reason.UNAVAILABLE,
        "It cannot say at the moment whether the key is right {code}.",
        _PASSES,
    ),
)
"""Of every vendor, before its own: what RFC 9110 §15.5.3 and the vendors' texts have in common, such as Stripe's
"does not allow requests from your IP address" and HubSpot's "account is suspended"."""

OAUTH: Final = (
    Refusal(
        ("server_error", "temporarily_unavailable", "unknown_error"),
        Reason.UNAVAILABLE,
        "It gives no token at the moment, for a reason of its own {code}.",
    ),
    Refusal(
        ("slow_down", "rate_limit_exceeded", "too_many_requests"),
        Reason.THROTTLED,
        "Too many tokens were asked for {code}.",
        outcome=Outcome.DEGRADED,
    ),
    Refusal(
        ("invalid_request", "invalid_scope", "unsupported_grant_type", "invalid_target"),
        Reason.CONFIGURATION,
        "It gives no token for such a question {code}: look at the application's settings there.",
    ),
    Refusal(
        ("unauthorized_client", "access_denied"),
        Reason.FORBIDDEN,
        "The application may not ask for a token in this way {code}.",
    ),
)
"""A refused token: RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5. ``invalid_client`` and ``invalid_grant`` are the
credential, for which each vendor has its own texts."""

SALESFORCE_TOKEN: Final = (
    Refusal(
        (),
        Reason.CONFIGURATION,
        "Salesforce gives no token here: the My Domain address is wanted.",
        r"not supported on this domain",
    ),
    Refusal(
        (),
        Reason.CONFIGURATION,
        "The External Client App has no run-as user for the client credentials flow.",
        r"no client credentials user",
    ),
    Refusal(
        (),
        Reason.BLOCKED,
        "Salesforce lets the run-as user in from other addresses only {code}.",
        r"\bip (address )?(is )?(restricted|not allowed|blocked)|restricted ip|ip range|restricted[_ ](access"
        r"|domain)",
    ),
    Refusal(
        (),
        Reason.ACCOUNT,
        "Salesforce lets the run-as user in at other hours only {code}.",
        r"login hours|restricted time",
    ),
    Refusal(
        (),
        Reason.PASSWORD_EXPIRED,
        "The run-as user's password has expired {code}.",
        r"(?<!not )\bexpired password|password (has |is )?expired|must change .{0,20}password",
    ),
    Refusal(
        ("rate_limit_exceeded", "slow_down"),
        Reason.THROTTLED,
        "Too many tokens were asked for.",
        outcome=Outcome.DEGRADED,
    ),
    Refusal(
        (),
        Reason.THROTTLED,
        "Too many tokens were asked for.",
        r"\brate (limit )?exceeded|too many (log ?in|request|token)|number of login attempts",
        outcome=Outcome.DEGRADED,
    ),
    Refusal(
        ("inactive_user",),
        Reason.ACCOUNT,
        "The run-as user is not active.",
    ),
    Refusal(
        (),
        Reason.ACCOUNT,
        "The run-as user is not active.",
        r"\buser\b.{0,20}\b(inactive|frozen|locked|deactivated|disabled|not active)|inactive user|password lockout",
    ),
    Refusal(
        ("inactive_org",),
        Reason.ACCOUNT,
        "The organisation is not active at Salesforce: it was locked, closed or suspended, or its trial has ended.",
    ),
    Refusal(
        (),
        Reason.ACCOUNT,
        "The organisation is not active at Salesforce: it was locked, closed or suspended, or its trial has ended.",
        r"\borg(ani[sz]ation)?\b.{0,30}\b(inactive|locked|closed|suspended|expired|not active|does not exist)"
        r"|inactive org|\borg(ani[sz]ation)? is not activated|trial (has )?expired",
    ),
    Refusal(
        ("unknown_error", "server_error", "temporarily_unavailable", "oauth_approval_error_generic"),
        Reason.UNAVAILABLE,
        "Salesforce gives no token at the moment, for a reason of its own {code}.",
    ),
    Refusal(
        (),
        Reason.UNAVAILABLE,
        "Salesforce gives no token at the moment, for a reason of its own {code}.",
        r"retry your request|unknown.?error|server.?error|maintenance|temporarily|again later|unavailable",
    ),
    Refusal(
        ("unsupported_grant_type",),
        Reason.CONFIGURATION,
        "The client credentials flow is not turned on in the External Client App.",
    ),
    Refusal(
        ("invalid_request", "invalid_scope"),
        Reason.CONFIGURATION,
        "Salesforce gives no token for such a question {code}: look at the External Client App.",
    ),
    Refusal(
        (
            "invalid_app_access",
            "unauthorized_client",
            "access_denied",
            "app_not_found",
            "oauth_app_blocked",
            "oauth_app_access_denied",
            "oauth_ec_app_not_found",
        ),
        Reason.FORBIDDEN,
        "The External Client App is blocked, or not approved for the run-as user {code}.",
    ),
    Refusal(
        (),
        Reason.FORBIDDEN,
        "The External Client App is blocked, or not approved for the run-as user {code}.",
        r"hasn.?t approved this consumer|not (admin )?approved|app is blocked|must be installed"
        r"|not authorized for this (app|user)",
    ),
    Refusal(
        ("invalid_client", "invalid_client_id", "invalid_client_credentials"),
        Reason.AUTH,
        "Consumer key and secret were rejected {code}.",
    ),
    Refusal(
        ("invalid_grant",),
        Reason.AUTH,
        "Consumer key and secret were rejected {code}.",
        r"^authentication failure$|invalid (client|credentials|consumer)",
    ),
    Refusal(("401",), Reason.AUTH, "Consumer key and secret were rejected {code}."),
    Refusal(
        ("400",),
        Reason.HTTP_STATUS,
        "Salesforce gives no token, and does not say that consumer key and secret are wrong {code}.",
    ),
)
"""Salesforce Help, "OAuth 2.0 Authorization Errors" (remoteaccess_oauth_flow_errors) and "LOGIN_STATUS Values" of the
Object Reference, which appear in the description of ``invalid_grant``."""

SALESFORCE_API: Final = (
    Refusal(
        ("REQUEST_LIMIT_EXCEEDED",),
        Reason.QUOTA,
        "The day's requests of the organisation are used up (403): no program gets an answer.",
    ),
    Refusal(
        (
            "API_CURRENTLY_DISABLED",
            "SERVER_UNAVAILABLE",
            "FUNCTIONALITY_TEMPORARILY_UNAVAILABLE",
            "ORG_IN_MAINTENANCE",
            "REQUEST_RUNNING_TOO_LONG",
            "QUERY_TIMEOUT",
            "UNABLE_TO_LOCK_ROW",
        ),
        Reason.UNAVAILABLE,
        "Salesforce does not answer the API at the moment {code}.",
    ),
    Refusal(
        ("ORG_LOCKED", "TRIAL_EXPIRED"),
        Reason.ACCOUNT,
        "The organisation is not active at Salesforce {code}: locked, closed or suspended, or its trial has ended.",
    ),
    Refusal(
        ("INACTIVE_OWNER_OR_USER", "PASSWORD_LOCKOUT"),
        Reason.ACCOUNT,
        "The run-as user is not active {code}.",
    ),
    Refusal(
        ("LOGIN_DURING_RESTRICTED_TIME",),
        Reason.ACCOUNT,
        "Salesforce lets the run-as user in at other hours only {code}.",
    ),
    Refusal(
        ("LOGIN_DURING_RESTRICTED_DOMAIN",),
        Reason.BLOCKED,
        "Salesforce lets the run-as user in from other addresses only {code}.",
    ),
)
"""Salesforce REST API Developer Guide, "Status Codes and Error Responses"; SOAP API Developer Guide, "API Fault
Element: ExceptionCode"."""

MAILCHIMP: Final = (
    Refusal(
        ("user disabled",),
        Reason.ACCOUNT,
        "Mailchimp has deactivated the account, or the user whose key this is {code}.",
    ),
    Refusal(
        ("compliance related",),
        Reason.ACCOUNT,
        "Mailchimp has turned this off for the account until a question of its rules is settled {code}.",
    ),
    Refusal(
        ("wrong datacenter", "wrong data center"),
        Reason.CONFIGURATION,
        "The key belongs to another data centre than the address {code}.",
    ),
    Refusal(
        ("api key missing",),
        Reason.CONFIGURATION,
        "Mailchimp saw no key {code}: something on the way takes it off.",
    ),
    Refusal(
        ("401",),
        Reason.AUTH,
        "Mailchimp rejected the API key (401): it was revoked, or belongs to another data centre.",
    ),
    Refusal(("403",), Reason.FORBIDDEN, "Mailchimp answered {answer}: the key may not do this."),
    Refusal(
        ("429",),
        Reason.THROTTLED,
        "Too many requests at once {code}.",
        outcome=Outcome.DEGRADED,
    ),
)
"""Mailchimp, "Errors" (mailchimp.com/developer/marketing/docs/errors): by title, in lower case with spaces."""

MAILCHIMP_TRANSACTIONAL: Final = (
    Refusal(
        ("Invalid_Key",),
        Reason.AUTH,
        "Mailchimp Transactional rejected the key: it was revoked or never was one of its keys.",
    ),
    Refusal(("PaymentRequired",), Reason.ACCOUNT, "Mailchimp Transactional sends nothing before it is paid."),
    Refusal(
        ("ServiceUnavailable",),
        Reason.UNAVAILABLE,
        "Mailchimp Transactional cannot answer this at the moment {code}.",
    ),
    Refusal(
        ("Unknown_Subaccount",),
        Reason.CONFIGURATION,
        "Mailchimp Transactional does not know the account of this key {code}.",
    ),
    Refusal(
        ("ValidationError",),
        Reason.CONFIGURATION,
        "Mailchimp Transactional does not understand the question: look at its API address.",
    ),
    Refusal(
        (), Reason.ACCOUNT, "Mailchimp Transactional keeps the account out: suspended or disabled {code}.", _KEPT_OUT
    ),
)
"""Mailchimp Transactional API reference, the errors of each call, by name: the status is 500 for nearly all."""

STRIPE: Final = (
    Refusal(("api_key_expired", "platform_api_key_expired"), Reason.AUTH, "The key has run out {code}."),
    Refusal(
        ("account_invalid", "platform_account_required"),
        Reason.FORBIDDEN,
        "The key may not read this account {code}.",
    ),
    Refusal(
        ("livemode_mismatch",), Reason.CONFIGURATION, "The key and what is asked are not of the same mode {code}."
    ),
    Refusal(
        ("lock_timeout",),
        Reason.UNAVAILABLE,
        "Stripe could not read this at the moment, as something else holds it {code}.",
        outcome=Outcome.DEGRADED,
    ),
    Refusal(("tls_version_unsupported",), Reason.TLS, "Stripe wants a newer version of TLS {code}."),
)
"""Stripe, "Error codes" (docs.stripe.com/error-codes)."""

HUBSPOT: Final = (
    Refusal(
        ("401 EXPIRED_AUTHENTICATION",),
        Reason.AUTH,
        "HubSpot rejected the token (401): it has expired, or its private app was deleted.",
    ),
    Refusal(
        ("401",), Reason.AUTH, "HubSpot rejected the token (401): it was rotated, or its private app was deleted."
    ),
    Refusal(("423",), Reason.THROTTLED, "HubSpot has locked this for a moment (423).", outcome=Outcome.DEGRADED),
    Refusal(
        ("477",),
        Reason.UNAVAILABLE,
        "HubSpot is moving the account to another data centre (477).",
        outcome=Outcome.DEGRADED,
    ),
)
"""HubSpot, "Error handling" (developers.hubspot.com): by status, and status and category."""
