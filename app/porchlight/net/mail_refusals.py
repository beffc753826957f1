"""Mail servers' refusals: IMAP's response codes, SMTP's reply and enhanced status codes, and both their texts.
Sources: RFC 5530 "IMAP Response Codes" and RFC 9051 §7.1; RFC 5321 §4.2.3, RFC 4954 §4 and §6, RFC 7504 and the IANA
registry "SMTP Enhanced Status Codes" (RFC 3463, RFC 5248). Many servers give the cause in their text alone, some in
the text of a code that means another: the text is looked at first. They are those of Dovecot (``Maximum number of
connections from user+IP exceeded``), Courier, Cyrus, Exchange and Exchange Online (Microsoft Learn, "Fix issues with
SMTP AUTH", "Deprecation of Basic authentication"), Gmail (Google, "SMTP error reference", "IMAP extensions"), Yahoo,
Postfix (``SASL authentication failure``), Exim (``435 Unable to authenticate at present``), Amazon SES ("SMTP
response codes") and SendGrid ("SMTP errors").

``{where}`` is the server.
"""

from typing import Final

from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.net.refusals import Refusal

_WAY: Final = (
    r"(smtp ?client ?auth\w*|(basic|legacy|plain ?text|password) ?(auth\w*|log ?ins?)|smtp auth\w*|authenticated smtp"
    r"|imap(4(rev\d)?)?|pop3?|smtp|protocol|this (auth\w* )?(method|mechanism)|less secure apps?)"
)
_TURNED_OFF: Final = (
    r"(disabled|turned off|switched off|deactivated|not (been )?(enabled|activated|allowed|permitted))"
)
_MANY: Final = (
    r"too many|simultaneous|concurrent|max(imum)?\b.{0,30}\b(connections?|sessions?|log ?ins?|clients?|processes)"
    r"|(connection|session|rate|log ?in|bandwidth|command)s? ?(rate )?limit|limits?\b.{0,20}\b(exceeded|reached|hit)"
    r"|(exceeded|reached|hit)\b.{0,40}\blimits?|throttl|too (often|frequent|fast)"
)
_PASSES: Final = (
    r"\btempor|\btransient|(try|retry) .{0,20}(later|in \d|in a )|\blater\b|unavailable|not available|\bbusy\b"
    r"|maintenance|shutting down|starting up|restart|internal|(server|system|service) (error|failure|problem)"
    r"|overload"
    r"|back ?end|timed? ?out|connection (was )?(lost|refused|reset|failed)|not connected|(un|not )able to"
    r"|can ?not (be )?(connect|contact|reach|authenticate at|process)|at (the|this) (moment|time)|currently"
    r"|\bin use\b|generic failure|no mechanism available"
    r"|ldap|database|lock(ed)? by |\bproxy\b|out of (memory|resources|disk)"
)
_CREDENTIAL: Final = (
    r"authent|authoriz|credential|passw|pass ?phrase|user ?(name|id)\b"
    r"|(no such|unknown|invalid|bad) (user|account|mailbox)"
    r"|(user|account|mailbox) (is )?(unknown|not found|does not exist|invalid)|log ?(in|on) (fail|incorrect|denied"
    r"|reject|invalid|error|refused)|log(ging)? ?in failed|bad log ?in|invalid log ?in"
    r"|kennwort|benutzer|anmeld|contrase|usuario|mot de passe|identifiant|senha|utente|wachtwoord|gebruiker|has[lł]o"
)
"""Evidence that it is about who logs in; checked last."""

_ASK: Final = r"contact .{0,30}(admin|support|provider|help ?desk)"

_CHANGED_PASSWORD: Final = Refusal(
    (),
    Reason.PASSWORD_EXPIRED,
    msg("{where} reports that the account's password has expired."),
    r"pass(word|phrase|code)? ?(has |is |was )?(been )?(expired|ran out|must be changed|needs to be changed)"
    r"|expired pass|(change|reset|renew) (your|the) pass|password (change|reset|transition) (is )?(required|needed)",
)
_APP_PASSWORD: Final = Refusal(
    (),
    Reason.AUTH,
    msg("{where} requires an app password instead of the account's own password."),
    r"app(lication)?[- ]?(specific )?pass|(use|need|require|enter)\w* .{0,30}authori[sz]ation code",
)
_BLOCKED_ADDRESS: Final = Refusal(
    (),
    Reason.BLOCKED,
    msg("{where} blocks connections from this computer's address."),
    r"\b(ip|host|client|address|network|country|location)\b.{0,60}\b(block|den(y|ied)|not allow|not permit"
    r"|not authori|not (in|on) .{0,20}(white|allow)|not white ?list"
    r"|bann|restrict|black ?list|deny ?list|listed)|(block|bann|black ?list|deny ?list)\w*.{0,60}\b(ip|host|address"
    r"|network)\b|client host rejected|unauthori[sz]ed (ip|address|host)|spamhaus|\bdnsbl\b|\brbl\b"
    r"|\bblack ?list|\bblock ?list|fail2ban",
)
_WORDED: Final = (
    _CHANGED_PASSWORD,
    _APP_PASSWORD,
    # One answer for several causes proves none of them.
    Refusal(
        (),
        Reason.UNAVAILABLE,
        msg("{where} rejected the login for one of several possible causes, some of them temporary."),
        r"\b(password|credentials?)\b.{0,80},? or .{0,40}\b(busy|frequency|too many|limit)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        msg("{where} reports that the password is wrong, or that this way of logging in is turned off."),
        r"\b(password|credentials?)\b.{0,40} or .{0,40}\b(disabled|not (open|enabled|activated)|turned off)",
    ),
    # Exchange Online sends this for one cause of 5.7.139, and for all others that no password helps.
    Refusal(
        (),
        Reason.AUTH,
        msg("{where} rejected the user name or the password."),
        r"^(?!.*\b(too many|attempts|lock|disab|suspend|block|bann|exceed|tempor))"
        r".*(\b(user )?(name|credentials?|password)s? (and password )?(were|was|is|are) (incorrect|wrong"
        r"|invalid|not valid)"
        r"|\b(incorrect|wrong|invalid|bad) (user ?name|user|credentials?|password|log ?in|authentication data))",
    ),
    Refusal(
        (),
        Reason.CONFIGURATION,
        msg("{where} accepts this login only over an encrypted connection."),
        r"must issue a starttls|without (ssl|tls|encrypt)|(non-?secure|insecure|unsecured?|unencrypted)\b.{0,20}"
        r"\bconnection|(need|requir|must|only|first)\w*\b.{0,40}\b(tls|ssl"
        r"|encrypt\w*"
        r"|secure)\b"
        r"|(tls|ssl|encryption|secure connection)\b.{0,30}\b(requir|need|first|must)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        msg("{where} has this login turned off for the whole organisation."),
        rf"{_WAY}\b.{{0,40}}\b{_TURNED_OFF}.{{0,30}}\b(tenant|organi[sz]ation|domain)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        msg("{where} has this login turned off for this mailbox."),
        rf"{_WAY}\b.{{0,40}}\b{_TURNED_OFF}.{{0,30}}\b(mailbox|user|account)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        msg("{where} does not allow this login because of a policy of the organisation."),
        r"security defaults|conditional access|organi[sz]ation'?s? .{0,30}polic|blocked by .{0,30}polic"
        r"|did not meet the criteria|multi-?factor|\b2fa\b|two-?(step|factor)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        msg("{where} requires somebody to log in to this account in a browser first."),
        r"web ?(browser|login|mail)|webalert|(log|sign) ?in (via|at|to) (your|the|https?)|verify your (account"
        r"|identity)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        msg("{where} has this way of logging in turned off."),
        rf"{_WAY}\b.{{0,40}}\b{_TURNED_OFF}|not enabled for (imap|pop|smtp)|(enable|activate|turn on) (imap|pop"
        rf"|smtp)|not have (imap|pop|smtp)"
        r"|rights to this service|unsupported auth|^(error: )?auth\w* (is )?not (enabled|available)"
        r"|not (allowed|permitted|authori[sz]ed) (to use |for )?(imap|pop|smtp)"
        r"|log ?ins? (via|by|with) .{0,20}not (allowed|permitted|supported)",
    ),
    _BLOCKED_ADDRESS,
    Refusal(
        (),
        Reason.ACCOUNT,
        msg("{where} has locked this account."),
        r"(account|user|mailbox|log ?in|credentials?)\b.{0,40}\b(lock(?!ed by )|disab|suspend|deactivat|inactiv"
        r"|not active|frozen"
        r"|closed|terminated|blocked|expired)|\b(locked|disabled|suspended|deactivated) (account|user|mailbox)",
    ),
)

IMAP: Final = (
    # RFC 5530, where the code alone is enough.
    Refusal(("EXPIRED",), Reason.PASSWORD_EXPIRED, msg("{where} reports that the account's password has expired.")),
    Refusal(
        ("PRIVACYREQUIRED",),
        Reason.CONFIGURATION,
        msg("{where} accepts this login only over an encrypted connection."),
    ),
    Refusal(
        ("CONTACTADMIN",),
        Reason.ACCOUNT,
        msg("{where} blocks this account. Ask its administrator."),
    ),
    Refusal(
        ("AUTHORIZATIONFAILED", "NOPERM"),
        Reason.FORBIDDEN,
        msg("{where} accepts the password, but not for this mailbox."),
    ),
    Refusal(("LIMIT",), Reason.THROTTLED, msg("{where} accepts no more connections or logins at the moment.")),
    Refusal(("OVERQUOTA",), Reason.QUOTA, msg("{where} reports that the mailbox is full.")),
    Refusal(("INUSE",), Reason.UNAVAILABLE, msg("{where} reports that another program is using the mailbox.")),
    Refusal(("SERVERBUG",), Reason.UNAVAILABLE, msg("{where} reports an internal error.")),
    Refusal(("CORRUPTION",), Reason.CONTENT, msg("{where} reports that the mailbox is damaged.")),
    Refusal(("CLIENTBUG", "CANNOT"), Reason.CONTENT, msg("{where} does not understand the login.")),
    Refusal(
        ("WEBALERT",),
        Reason.LOGIN_DISABLED,
        msg("{where} requires somebody to log in to this account in a browser first."),
    ),
    *_WORDED,
    Refusal((), Reason.THROTTLED, msg("{where} accepts no more connections or logins at the moment."), _MANY),
    # What proves it, and what does not.
    Refusal(("AUTHENTICATIONFAILED",), Reason.AUTH, msg("{where} rejected the user name or the password.")),
    Refusal(("UNAVAILABLE",), Reason.UNAVAILABLE, msg("{where} cannot check logins at the moment.")),
    Refusal((), Reason.UNAVAILABLE, msg("{where} cannot check logins at the moment."), _PASSES),
    Refusal((), Reason.ACCOUNT, msg("{where} blocks this account. Ask its administrator."), _ASK),
    Refusal((), Reason.AUTH, msg("{where} rejected the user name or the password."), _CREDENTIAL),
    # RFC 9051 §6.2.3: the meaning of a plain NO
    Refusal((), Reason.AUTH, msg("{where} rejected the user name or the password."), r"^\W*$"),
    # Any other text is no proof; the password is tried again.
    Refusal((), Reason.UNAVAILABLE, msg("{where} rejected the login without saying that the password is wrong.")),
)
"""NO to a login, by its response code and its text."""

IMAP_BYE: Final = (
    _BLOCKED_ADDRESS,
    Refusal((), Reason.THROTTLED, msg("{where} is refusing connections at the moment."), _MANY),
    Refusal(("UNAVAILABLE",), Reason.UNAVAILABLE, msg("{where} is not ready for connections.")),
    Refusal((), Reason.UNAVAILABLE, msg("{where} is not ready for connections."), _PASSES),
    Refusal((), Reason.THROTTLED, msg("{where} is refusing connections at the moment.")),
)
"""BYE in place of a greeting, or of an answer."""

_REFUSED_FOR_NOW: Final = ("4xx",)
SMTP_LOGIN: Final = (
    Refusal(("5.7.13",), Reason.ACCOUNT, msg("{where} has locked this account.")),
    Refusal(
        ("5.7.12", "4.7.12", "432"),
        Reason.PASSWORD_EXPIRED,
        msg("{where} requires somebody to change the account's password or to enter it by hand."),
    ),
    Refusal(
        ("523", "524", "538", "5.7.10", "5.7.11"),
        Reason.CONFIGURATION,
        msg("{where} accepts this login only over an encrypted connection."),
    ),
    *_WORDED,
    Refusal(("525",), Reason.ACCOUNT, msg("{where} has locked this account.")),
    Refusal(
        ("5.7.139",),
        Reason.LOGIN_DISABLED,
        msg("{where} has SMTP logins turned off for the organisation or the mailbox."),
    ),
    Refusal(("5.7.57",), Reason.LOGIN_DISABLED, msg("{where} accepts no SMTP logins from this account.")),
    Refusal(
        (),
        Reason.QUOTA,
        msg("{where} reports that the account has used up its quota."),
        r"credits? exceeded|quota|(sending|daily|message) limit",
    ),
    Refusal((), Reason.THROTTLED, msg("{where} accepts no more connections or logins at the moment."), _MANY),
    Refusal(("454", "435", "4.7.0", "4.4.3"), Reason.UNAVAILABLE, msg("{where} cannot check logins at the moment.")),
    Refusal(("421",), Reason.THROTTLED, msg("{where} is refusing connections at the moment.")),
    Refusal(_REFUSED_FOR_NOW, Reason.UNAVAILABLE, msg("{where} cannot check logins at the moment.")),
    Refusal((), Reason.UNAVAILABLE, msg("{where} cannot check logins at the moment."), _PASSES),
    Refusal(
        ("534", "5.7.9"),
        Reason.LOGIN_DISABLED,
        msg("{where} accepts no password logins from this account."),
    ),
    Refusal(
        ("530",), Reason.CONFIGURATION, msg("{where} requires something else before the login, usually encryption.")
    ),
    # What proves it: RFC 4954 §6.
    Refusal(("535", "5.7.8"), Reason.AUTH, msg("{where} rejected the user name or the password.")),
    Refusal(("500", "501", "502", "503", "504"), Reason.CONTENT, msg("{where} answered the login with an error.")),
    Refusal(
        ("5xx",),
        Reason.ACCOUNT,
        msg("{where} blocks this account. Ask its administrator."),
        _ASK,
    ),
    Refusal(("5xx",), Reason.AUTH, msg("{where} rejected the user name or the password."), _CREDENTIAL),
    Refusal((), Reason.CONTENT, msg("{where} answered the login with an error.")),
)
"""A reply to AUTH that is not 235."""

SMTP: Final = (
    _BLOCKED_ADDRESS,
    Refusal((), Reason.THROTTLED, msg("{where} is refusing connections at the moment."), _MANY),
    Refusal(("421",), Reason.UNAVAILABLE, msg("{where} is not ready for connections."), _PASSES),
    Refusal(("421",), Reason.THROTTLED, msg("{where} is refusing connections at the moment.")),
    Refusal(_REFUSED_FOR_NOW, Reason.UNAVAILABLE, msg("{where} is not ready for connections.")),
    Refusal(("554", "521", "5.7.1"), Reason.BLOCKED, msg("{where} refuses to talk to this computer.")),
)
"""A greeting, or a reply before the login, that is not as expected."""

LATER: Final = (Refusal((), Reason.UNAVAILABLE, msg("{where} cannot check logins at the moment."), _PASSES),)
"""BAD to a login whose text shows that it was accepted, as Exchange's "User is authenticated but not connected"."""
