"""Vendors' refusals over HTTP, by status, by the code in the answer, and by its text. Codes are given as the status
(``403``), the vendor's own code as in the answer, or both (``403 Code``). ``{answer}`` is the answer, such as ``403,
“User Disabled”``."""

from typing import Final

from porchlight.language.text import msg
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
    Refusal(("402",), Reason.ACCOUNT, msg("It answers nothing until its bill is paid ({answer}).")),
    Refusal(
        ("400", "401", "403"),
        Reason.BLOCKED,
        msg("It blocks requests from this computer's address ({answer})."),
        _NOT_THIS_ADDRESS,
    ),
    Refusal(
        ("400", "401", "403", "423"),
        Reason.ACCOUNT,
        msg("The account is suspended, disabled or closed ({answer})."),
        _KEPT_OUT,
    ),
    Refusal(
        ("400", "401", "403"),
        Reason.UNAVAILABLE,
        msg("It cannot check the key at the moment ({answer})."),
        _PASSES,
    ),
)
"""Of every vendor, before its own: what RFC 9110 §15.5.3 and the vendors' texts have in common, such as Stripe's
"does not allow requests from your IP address" and HubSpot's "account is suspended"."""

OAUTH: Final = (
    Refusal(
        ("server_error", "temporarily_unavailable", "unknown_error"),
        Reason.UNAVAILABLE,
        msg("It issues no tokens at the moment because of a problem of its own ({answer})."),
    ),
    Refusal(
        ("slow_down", "rate_limit_exceeded", "too_many_requests"),
        Reason.THROTTLED,
        msg("Too many tokens were requested ({answer})."),
        outcome=Outcome.DEGRADED,
    ),
    Refusal(
        ("invalid_request", "invalid_scope", "unsupported_grant_type", "invalid_target"),
        Reason.CONFIGURATION,
        msg("It issues no token for this request ({answer}). Check the application's settings there."),
    ),
    Refusal(
        ("unauthorized_client", "access_denied"),
        Reason.FORBIDDEN,
        msg("The application is not allowed to request a token in this way ({answer})."),
    ),
)
"""A refused token: RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5. ``invalid_client`` and ``invalid_grant`` are the
credential, for which each vendor has its own texts."""

SALESFORCE_TOKEN: Final = (
    Refusal(
        (),
        Reason.CONFIGURATION,
        msg("Salesforce issues no tokens at this address. Use your My Domain address."),
        r"not supported on this domain",
    ),
    Refusal(
        (),
        Reason.CONFIGURATION,
        msg("The External Client App has no run-as user for the client credentials flow."),
        r"no client credentials user",
    ),
    Refusal(
        (),
        Reason.BLOCKED,
        msg("Salesforce does not allow the run-as user to log in from this computer's address ({answer})."),
        r"\bip (address )?(is )?(restricted|not allowed|blocked)|restricted ip|ip range|restricted[_ ](access"
        r"|domain)",
    ),
    Refusal(
        (),
        Reason.ACCOUNT,
        msg("Salesforce does not allow the run-as user to log in at this hour ({answer})."),
        r"login hours|restricted time",
    ),
    Refusal(
        (),
        Reason.PASSWORD_EXPIRED,
        msg("The run-as user's password has expired ({answer})."),
        r"(?<!not )\bexpired password|password (has |is )?expired|must change .{0,20}password",
    ),
    Refusal(
        ("rate_limit_exceeded", "slow_down"),
        Reason.THROTTLED,
        msg("Too many tokens were requested."),
        outcome=Outcome.DEGRADED,
    ),
    Refusal(
        (),
        Reason.THROTTLED,
        msg("Too many tokens were requested."),
        r"\brate (limit )?exceeded|too many (log ?in|request|token)|number of login attempts",
        outcome=Outcome.DEGRADED,
    ),
    Refusal(
        ("inactive_user",),
        Reason.ACCOUNT,
        msg("The run-as user is not active."),
    ),
    Refusal(
        (),
        Reason.ACCOUNT,
        msg("The run-as user is not active."),
        r"\buser\b.{0,20}\b(inactive|frozen|locked|deactivated|disabled|not active)|inactive user|password lockout",
    ),
    Refusal(
        ("inactive_org",),
        Reason.ACCOUNT,
        msg("The organisation is locked, closed or suspended at Salesforce, or its trial has ended."),
    ),
    Refusal(
        (),
        Reason.ACCOUNT,
        msg("The organisation is locked, closed or suspended at Salesforce, or its trial has ended."),
        r"\borg(ani[sz]ation)?\b.{0,30}\b(inactive|locked|closed|suspended|expired|not active|does not exist)"
        r"|inactive org|\borg(ani[sz]ation)? is not activated|trial (has )?expired",
    ),
    Refusal(
        ("unknown_error", "server_error", "temporarily_unavailable", "oauth_approval_error_generic"),
        Reason.UNAVAILABLE,
        msg("Salesforce issues no tokens at the moment because of a problem of its own ({answer})."),
    ),
    Refusal(
        (),
        Reason.UNAVAILABLE,
        msg("Salesforce issues no tokens at the moment because of a problem of its own ({answer})."),
        r"retry your request|unknown.?error|server.?error|maintenance|temporarily|again later|unavailable",
    ),
    Refusal(
        ("unsupported_grant_type",),
        Reason.CONFIGURATION,
        msg("The client credentials flow is not turned on in the External Client App."),
    ),
    Refusal(
        ("invalid_request", "invalid_scope"),
        Reason.CONFIGURATION,
        msg("Salesforce issues no token for this request ({answer}). Check the External Client App."),
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
        msg("The External Client App is blocked, or not approved for the run-as user ({answer})."),
    ),
    Refusal(
        (),
        Reason.FORBIDDEN,
        msg("The External Client App is blocked, or not approved for the run-as user ({answer})."),
        r"hasn.?t approved this consumer|not (admin )?approved|app is blocked|must be installed"
        r"|not authorized for this (app|user)",
    ),
    Refusal(
        ("invalid_client", "invalid_client_id", "invalid_client_credentials"),
        Reason.AUTH,
        msg("Salesforce rejected the consumer key and secret ({answer})."),
    ),
    Refusal(
        ("invalid_grant",),
        Reason.AUTH,
        msg("Salesforce rejected the consumer key and secret ({answer})."),
        r"^authentication failure$|invalid (client|credentials|consumer)",
    ),
    Refusal(("401",), Reason.AUTH, msg("Salesforce rejected the consumer key and secret ({answer}).")),
    Refusal(
        ("400",),
        Reason.HTTP_STATUS,
        msg("Salesforce issues no token, without saying that the consumer key and secret are wrong ({answer})."),
    ),
)
"""Salesforce Help, "OAuth 2.0 Authorization Errors" (remoteaccess_oauth_flow_errors) and "LOGIN_STATUS Values" of the
Object Reference, which appear in the description of ``invalid_grant``."""

SALESFORCE_API: Final = (
    Refusal(
        ("REQUEST_LIMIT_EXCEEDED",),
        Reason.QUOTA,
        msg("The organisation has used up the day's API requests (403). No program gets an answer."),
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
        msg("The Salesforce API is not available at the moment ({answer})."),
    ),
    Refusal(
        ("ORG_LOCKED", "TRIAL_EXPIRED"),
        Reason.ACCOUNT,
        msg("The organisation is locked, closed or suspended at Salesforce, or its trial has ended ({answer})."),
    ),
    Refusal(
        ("INACTIVE_OWNER_OR_USER", "PASSWORD_LOCKOUT"),
        Reason.ACCOUNT,
        msg("The run-as user is not active ({answer})."),
    ),
    Refusal(
        ("LOGIN_DURING_RESTRICTED_TIME",),
        Reason.ACCOUNT,
        msg("Salesforce does not allow the run-as user to log in at this hour ({answer})."),
    ),
    Refusal(
        ("LOGIN_DURING_RESTRICTED_DOMAIN",),
        Reason.BLOCKED,
        msg("Salesforce does not allow the run-as user to log in from this computer's address ({answer})."),
    ),
)
"""Salesforce REST API Developer Guide, "Status Codes and Error Responses"; SOAP API Developer Guide, "API Fault
Element: ExceptionCode"."""

MAILCHIMP: Final = (
    Refusal(
        ("user disabled",),
        Reason.ACCOUNT,
        msg("Mailchimp has deactivated the account or the user who owns the key ({answer})."),
    ),
    Refusal(
        ("compliance related",),
        Reason.ACCOUNT,
        msg("Mailchimp has turned this off for the account until a compliance question is settled ({answer})."),
    ),
    Refusal(
        ("wrong datacenter", "wrong data centre"),
        Reason.AUTH,
        msg("The key belongs to another data centre than the address ({answer})."),
    ),
    Refusal(
        ("api key missing",),
        Reason.CONFIGURATION,
        msg("Mailchimp received no key ({answer}). Something between here and Mailchimp removes it."),
    ),
    Refusal(
        ("401",),
        Reason.AUTH,
        msg("Mailchimp rejected the API key (401). It was revoked, or belongs to another data centre."),
    ),
    Refusal(("403",), Reason.FORBIDDEN, msg("The key lacks the permission for this. Mailchimp answered {answer}.")),
    Refusal(
        ("429",),
        Reason.THROTTLED,
        msg("There were too many requests at once ({answer})."),
        outcome=Outcome.DEGRADED,
    ),
)
"""Mailchimp, "Errors" (mailchimp.com/developer/marketing/docs/errors): by title, in lower case with spaces."""

MAILCHIMP_TRANSACTIONAL: Final = (
    Refusal(
        ("Invalid_Key",),
        Reason.AUTH,
        msg("Mailchimp Transactional rejected the key. It was revoked or is not one of its keys."),
    ),
    Refusal(
        ("PaymentRequired",), Reason.ACCOUNT, msg("Mailchimp Transactional sends nothing until its bill is paid.")
    ),
    Refusal(
        ("ServiceUnavailable",),
        Reason.UNAVAILABLE,
        msg("Mailchimp Transactional cannot answer at the moment ({answer})."),
    ),
    Refusal(
        ("Unknown_Subaccount",),
        Reason.CONFIGURATION,
        msg("Mailchimp Transactional does not know the account of this key ({answer})."),
    ),
    Refusal(
        ("ValidationError",),
        Reason.CONFIGURATION,
        msg("Mailchimp Transactional does not understand the request. Check its API address."),
    ),
    Refusal(
        (),
        Reason.ACCOUNT,
        msg("Mailchimp Transactional has suspended or disabled the account ({answer})."),
        _KEPT_OUT,
    ),
)
"""Mailchimp Transactional API reference, the errors of each call, by name: the status is 500 for nearly all."""

STRIPE: Final = (
    Refusal(("api_key_expired", "platform_api_key_expired"), Reason.AUTH, msg("The key has expired ({answer}).")),
    Refusal(
        ("account_invalid", "platform_account_required"),
        Reason.FORBIDDEN,
        msg("The key is not allowed to read this account ({answer})."),
    ),
    Refusal(
        ("livemode_mismatch",), Reason.CONFIGURATION, msg("The key is of the wrong mode, test or live ({answer}).")
    ),
    Refusal(
        ("lock_timeout",),
        Reason.UNAVAILABLE,
        msg("Something else has locked this data at Stripe ({answer})."),
        outcome=Outcome.DEGRADED,
    ),
    Refusal(("tls_version_unsupported",), Reason.TLS, msg("Stripe requires a newer version of TLS ({answer}).")),
)
"""Stripe, "Error codes" (docs.stripe.com/error-codes)."""

HUBSPOT: Final = (
    Refusal(
        ("401 EXPIRED_AUTHENTICATION",),
        Reason.AUTH,
        msg("HubSpot rejected the token (401). It has expired, or its private app was deleted."),
    ),
    Refusal(
        ("401",),
        Reason.AUTH,
        msg("HubSpot rejected the token (401). It was rotated, or its private app was deleted."),
    ),
    Refusal(("423",), Reason.THROTTLED, msg("HubSpot has locked this for a moment (423)."), outcome=Outcome.DEGRADED),
    Refusal(
        ("477",),
        Reason.UNAVAILABLE,
        msg("HubSpot is moving the account to another data centre (477)."),
        outcome=Outcome.DEGRADED,
    ),
)
"""HubSpot, "Error handling" (developers.hubspot.com): by status, and status and category."""
