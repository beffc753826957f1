"""Mail servers' refusals: IMAP's response codes, SMTP's reply and enhanced status codes, and both their texts.
Sources: RFC 5530 "IMAP Response Codes" and RFC 9051 §7.1; RFC 5321 §4.2.3, RFC 4954 §4 and §6, RFC 7504 and the IANA
registry "SMTP Enhanced Status Codes" (RFC 3463, RFC 5248). Many servers give the cause in their text alone, some in
the text of a code that means another: the text is looked at first. They are those of Dovecot (``Maximum number of
connections from user+IP exceeded``), Courier, Cyrus, Exchange and Exchange Online (Microsoft Learn, "Fix issues with
SMTP AUTH", "Deprecation of Basic authentication"), Gmail (Google, "SMTP error reference", "IMAP extensions"), Yahoo,
Postfix (``SASL authentication failure``), Exim (``435 Unable to authenticate at present``), Amazon SES ("SMTP
response codes") and SendGrid ("SMTP errors").

``{where}`` is the server, ``{code}`` what it answered, such as ``(535 5.7.139)``; a sentence ends without a point.
"""

from typing import Final

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
    "{where} says that the account's password has expired {code}",
    r"pass(word|phrase|code)? ?(has |is |was )?(been )?(expired|ran out|must be changed|needs to be changed)"
    r"|expired pass|(change|reset|renew) (your|the) pass|password (change|reset|transition) (is )?(required|needed)",
)
_APP_PASSWORD: Final = Refusal(
    (),
    Reason.AUTH,
    "{where} wants a password made for this program (an app password) in place of the account's own {code}",
    r"app(lication)?[- ]?(specific )?pass|(use|need|require|enter)\w* .{0,30}authori[sz]ation code",
)
_BLOCKED_ADDRESS: Final = Refusal(
    (),
    Reason.BLOCKED,
    "{where} lets nobody in from this computer's address {code}",
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
        "{where} refuses the login for one of several causes, some of which pass {code}",
        r"\b(password|credentials?)\b.{0,80},? or .{0,40}\b(busy|frequency|too many|limit)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        "{where} says that the password is wrong, or that this way of logging in is turned off {code}",
        r"\b(password|credentials?)\b.{0,40} or .{0,40}\b(disabled|not (open|enabled|activated)|turned off)",
    ),
    # Exchange Online sends this for one cause of 5.7.139, and for all others that no password helps.
    Refusal(
        (),
        Reason.AUTH,
        "{where} does not accept the user name or the password {code}",
        r"^(?!.*\b(too many|attempts|lock|disab|suspend|block|bann|exceed|tempor))"
        r".*(\b(user )?(name|credentials?|password)s? (and password )?(were|was|is|are) (incorrect|wrong"
        r"|invalid|not valid)"
        r"|\b(incorrect|wrong|invalid|bad) (user ?name|user|credentials?|password|log ?in|authentication data))",
    ),
    Refusal(
        (),
        Reason.CONFIGURATION,
        "{where} takes this login only over an encrypted connection {code}",
        r"must issue a starttls|without (ssl|tls|encrypt)|(non-?secure|insecure|unsecured?|unencrypted)\b.{0,20}"
        r"\bconnection|(need|requir|must|only|first)\w*\b.{0,40}\b(tls|ssl"
        r"|encrypt\w*"
        r"|secure)\b"
        r"|(tls|ssl|encryption|secure connection)\b.{0,30}\b(requir|need|first|must)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        "{where} has this login turned off for the whole organisation {code}",
        rf"{_WAY}\b.{{0,40}}\b{_TURNED_OFF}.{{0,30}}\b(tenant|organi[sz]ation|domain)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        "{where} has this login turned off for this mailbox {code}",
        rf"{_WAY}\b.{{0,40}}\b{_TURNED_OFF}.{{0,30}}\b(mailbox|user|account)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        "{where} does not allow this login by a rule of the organisation {code}",
        r"security defaults|conditional access|organi[sz]ation'?s? .{0,30}polic|blocked by .{0,30}polic"
        r"|did not meet the criteria|multi-?factor|\b2fa\b|two-?(step|factor)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        "{where} wants somebody to log in to this account with a browser first {code}",
        r"web ?(browser|login|mail)|webalert|(log|sign) ?in (via|at|to) (your|the|https?)|verify your (account"
        r"|identity)",
    ),
    Refusal(
        (),
        Reason.LOGIN_DISABLED,
        "{where} has this way of logging in turned off {code}",
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
        "{where} keeps this account locked {code}",
        r"(account|user|mailbox|log ?in|credentials?)\b.{0,40}\b(lock(?!ed by )|disab|suspend|deactivat|inactiv"
        r"|not active|frozen"
        r"|closed|terminated|blocked|expired)|\b(locked|disabled|suspended|deactivated) (account|user|mailbox)",
    ),
)

IMAP: Final = (
    # RFC 5530, where the code alone is enough.
    Refusal(("EXPIRED",), Reason.PASSWORD_EXPIRED, "{where} says that the account's password has expired {code}"),
    Refusal(
        ("PRIVACYREQUIRED",),
        Reason.CONFIGURATION,
        "{where} takes this login only over an encrypted connection {code}",
    ),
    Refusal(
        ("CONTACTADMIN",),
        Reason.ACCOUNT,
        "{where} keeps this account out and wants its administrator to be asked {code}",
    ),
    Refusal(
        ("AUTHORIZATIONFAILED", "NOPERM"),
        Reason.FORBIDDEN,
        "{where} takes the password, but not for this mailbox {code}",
    ),
    Refusal(("LIMIT",), Reason.THROTTLED, "{where} takes no more connections or logins for the moment {code}"),
    Refusal(("OVERQUOTA",), Reason.QUOTA, "{where} says that the mailbox has used up its room {code}"),
    Refusal(("INUSE",), Reason.UNAVAILABLE, "{where} says that the mailbox is in use by another program {code}"),
    Refusal(("SERVERBUG",), Reason.UNAVAILABLE, "{where} reports a fault of its own {code}"),
    Refusal(("CORRUPTION",), Reason.CONTENT, "{where} reports that the mailbox is damaged {code}"),
    Refusal(("CLIENTBUG", "CANNOT"), Reason.CONTENT, "{where} does not understand the login {code}"),
    Refusal(("WEBALERT",), Reason.LOGIN_DISABLED, "{where} wants somebody to log in with a browser first {code}"),
    *_WORDED,
    Refusal((), Reason.THROTTLED, "{where} takes no more connections or logins for the moment {code}", _MANY),
    # What proves it, and what does not.
    Refusal(("AUTHENTICATIONFAILED",), Reason.AUTH, "{where} does not accept the user name or the password {code}"),
    Refusal(("UNAVAILABLE",), Reason.UNAVAILABLE, "{where} cannot check logins at the moment {code}"),
    Refusal((), Reason.UNAVAILABLE, "{where} cannot check logins at the moment {code}", _PASSES),
    Refusal(
        (), Reason.ACCOUNT, "{where} keeps this account out and wants its administrator to be asked {code}", _ASK
    ),
    Refusal((), Reason.AUTH, "{where} does not accept the user name or the password {code}", _CREDENTIAL),
    # RFC 9051 §6.2.3: the meaning of a plain NO
    Refusal((), Reason.AUTH, "{where} does not accept the user name or the password {code}", r"^\W*$"),
    # Any other text is no proof; the password is tried again.
    Refusal((), Reason.UNAVAILABLE, "{where} refuses the login, and does not say that the password is wrong {code}"),
)
"""NO to a login, by its response code and its text."""

IMAP_BYE: Final = (
    _BLOCKED_ADDRESS,
    Refusal((), Reason.THROTTLED, "{where} turns connections away for now {code}", _MANY),
    Refusal(("UNAVAILABLE",), Reason.UNAVAILABLE, "{where} is not ready for connections {code}"),
    Refusal((), Reason.UNAVAILABLE, "{where} is not ready for connections {code}", _PASSES),
    Refusal((), Reason.THROTTLED, "{where} turns connections away for now {code}"),
)
"""BYE in place of a greeting, or of an answer."""

_REFUSED_FOR_NOW: Final = ("4xx",)
SMTP_LOGIN: Final = (
    Refusal(("5.7.13",), Reason.ACCOUNT, "{where} keeps this account locked {code}"),
    Refusal(
        ("5.7.12", "4.7.12", "432"),
        Reason.PASSWORD_EXPIRED,
        "{where} wants the account's password to be changed or entered by a person first {code}",
    ),
    Refusal(
        ("523", "524", "538", "5.7.10", "5.7.11"),
        Reason.CONFIGURATION,
        "{where} takes this login only over an encrypted connection {code}",
    ),
    *_WORDED,
    Refusal(("525",), Reason.ACCOUNT, "{where} keeps this account locked {code}"),
    Refusal(
        ("5.7.139",),
        Reason.LOGIN_DISABLED,
        "{where} has logins by SMTP turned off for the organisation or the mailbox {code}",
    ),
    Refusal(("5.7.57",), Reason.LOGIN_DISABLED, "{where} takes no login by SMTP from this account {code}"),
    Refusal(
        (),
        Reason.QUOTA,
        "{where} says that the account's allowance is used up {code}",
        r"credits? exceeded|quota|(sending|daily|message) limit",
    ),
    Refusal((), Reason.THROTTLED, "{where} takes no more connections or logins for the moment {code}", _MANY),
    Refusal(("454", "435", "4.7.0", "4.4.3"), Reason.UNAVAILABLE, "{where} cannot check logins at the moment {code}"),
    Refusal(("421",), Reason.THROTTLED, "{where} turns connections away for now {code}"),
    Refusal(_REFUSED_FOR_NOW, Reason.UNAVAILABLE, "{where} cannot check logins at the moment {code}"),
    Refusal((), Reason.UNAVAILABLE, "{where} cannot check logins at the moment {code}", _PASSES),
    Refusal(
        ("534", "5.7.9"),
        Reason.LOGIN_DISABLED,
        "{where} takes no login by password from this account {code}",
    ),
    Refusal(
        ("530",), Reason.CONFIGURATION, "{where} wants something else before the login, mostly encryption {code}"
    ),
    # What proves it: RFC 4954 §6.
    Refusal(("535", "5.7.8"), Reason.AUTH, "{where} does not accept the user name or the password {code}"),
    Refusal(("500", "501", "502", "503", "504"), Reason.CONTENT, "{where} answers the login with an error {code}"),
    Refusal(
        ("5xx",),
        Reason.ACCOUNT,
        "{where} keeps this account out and wants its administrator to be asked {code}",
        _ASK,
    ),
    Refusal(("5xx",), Reason.AUTH, "{where} does not accept the user name or the password {code}", _CREDENTIAL),
    Refusal((), Reason.CONTENT, "{where} answers the login with an error {code}"),
)
"""A reply to AUTH that is not 235."""

SMTP: Final = (
    _BLOCKED_ADDRESS,
    Refusal((), Reason.THROTTLED, "{where} turns connections away for now {code}", _MANY),
    Refusal(("421",), Reason.UNAVAILABLE, "{where} is not ready for connections {code}", _PASSES),
    Refusal(("421",), Reason.THROTTLED, "{where} turns connections away for now {code}"),
    Refusal(_REFUSED_FOR_NOW, Reason.UNAVAILABLE, "{where} is not ready for connections {code}"),
    Refusal(("554", "521", "5.7.1"), Reason.BLOCKED, "{where} refuses to talk to this computer {code}"),
)
"""A greeting, or a reply before the login, that is not as expected."""

LATER: Final = (Refusal((), Reason.UNAVAILABLE, "{where} cannot check logins at the moment {code}", _PASSES),)
"""BAD to a login whose text shows that it was accepted, as Exchange's "User is authenticated but not connected"."""
