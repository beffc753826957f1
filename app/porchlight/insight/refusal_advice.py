"""The next step for each refusal that no new key fixes, or that passes: the part of porchlight.insight.advice for
refusals."""

from typing import Final

from porchlight.language.text import msg
from porchlight.model.status import Reason

# ruff: noqa: E501 - one sentence a line reads best here
REFUSALS: Final = {
    Reason.ACCOUNT: msg("A new key does not help: whoever runs the account has to unlock it, pay for it or turn it on again."),
    Reason.PASSWORD_EXPIRED: msg("Have the account's password renewed, and give Porchlight the new one."),
    Reason.LOGIN_DISABLED: msg("A new password does not help. Ask whoever runs it to allow this way of logging in, or watch it without a login."),
    Reason.BLOCKED: msg("Ask whoever runs it to let this computer's address in. A VPN or another network changes that address."),
    Reason.UNAVAILABLE: msg("Nothing to do if it passes, as it mostly does within minutes. If it lasts, tell whoever runs it."),
}  # fmt: skip

_MAILBOX_LOCKED: Final = msg("Ask the administrator of the mail to unlock this mailbox. If wrong passwords locked it, look first which program still sends the old one.")  # fmt: skip
_MAILBOX_PASSWORD: Final = msg("Have the mailbox's password renewed, and give Porchlight the new one.")
_MAIL_BUSY: Final = msg("Other programs may hold this mailbox's connections. Nothing to do if it passes; if it lasts, close some of them, or check it less often.")  # fmt: skip
_MAIL_BLOCKED: Final = msg("The mail server refuses this computer's address. Ask whoever runs it whether it is on a list of blocked ones.")  # fmt: skip
_MAIL_NOT_READY: Final = msg("The mail server is there, but something that it needs is not. Nothing to do if it passes; if it lasts, tell whoever runs it.")  # fmt: skip
REFUSALS_BY_KIND: Final = {
    "database": {
        Reason.ACCOUNT: msg("Ask whoever runs the database to unlock the account. If wrong passwords locked it, look first which program still sends the old one."),
        Reason.PASSWORD_EXPIRED: msg("Ask whoever runs the database for a new password of this user, best one that does not expire, and give it to Porchlight."),
        Reason.BLOCKED: msg("Ask whoever runs the database to let this user in from this computer's address, or to unblock it there."),
        Reason.UNAVAILABLE: msg("Nothing to do if it passes: a start or a recovery takes minutes. If it lasts, the database's own log says what holds it up."),
        Reason.THROTTLED: msg("See which program holds the connections, or have whoever runs the database allow more: to all, to this database or to this user, as is said above."),
    },
    "smtp": {
        Reason.ACCOUNT: _MAILBOX_LOCKED,
        Reason.PASSWORD_EXPIRED: _MAILBOX_PASSWORD,
        Reason.LOGIN_DISABLED: msg("A new password does not help. Ask the administrator of the mail to allow logins by SMTP for this mailbox (Microsoft 365: “Authenticated SMTP”), or watch it without a login."),
        Reason.BLOCKED: _MAIL_BLOCKED,
        Reason.UNAVAILABLE: _MAIL_NOT_READY,
        Reason.THROTTLED: _MAIL_BUSY,
        Reason.QUOTA: msg("The mail account's allowance is used up: wait until it is renewed, or have it raised."),
    },
    "imap": {
        Reason.ACCOUNT: _MAILBOX_LOCKED,
        Reason.PASSWORD_EXPIRED: _MAILBOX_PASSWORD,
        Reason.LOGIN_DISABLED: msg("A new password does not help. Ask the administrator of the mail to allow IMAP with a password for this mailbox, or watch it without a login."),
        Reason.BLOCKED: _MAIL_BLOCKED,
        Reason.UNAVAILABLE: _MAIL_NOT_READY,
        Reason.THROTTLED: _MAIL_BUSY,
        Reason.FORBIDDEN: msg("The password is right. Ask the administrator of the mail to let this user see the mailbox."),
        Reason.QUOTA: msg("The mailbox is full. Have old mail removed or its room made larger: new mail may be sent back until then."),
    },
    "salesforce": {
        Reason.ACCOUNT: msg("Look in Setup → Users whether the run-as user is active and not frozen, and at its login hours. If it is the whole organisation, ask Salesforce."),
        Reason.PASSWORD_EXPIRED: msg("Have the run-as user's password renewed in Setup → Users, or let it never expire for a user that only programs use."),
        Reason.BLOCKED: msg("Add this computer's address to the login IP ranges of the run-as user's profile, or relax the IP rules of the External Client App."),
        Reason.UNAVAILABLE: msg("Nothing to do if it passes. If it lasts, look at Salesforce's status page and tell its support the time and the code."),
    },
    "mailchimp": {
        Reason.ACCOUNT: msg("A new key does not help. Log in to Mailchimp as the account's owner: it says what is wrong with the account or the user."),
        Reason.FORBIDDEN: msg("The user of this key may not do this. Look at its role in Mailchimp (Account → Users), or take a key of another user."),
    },
    "mailchimp_transactional": {
        Reason.ACCOUNT: msg("Look at the account's billing in Mailchimp: receipts are not sent until it is settled."),
    },
    "stripe": {
        Reason.ACCOUNT: msg("A new key does not help. Log in to Stripe: its dashboard says what it wants before the account works again."),
    },
    "paypal": {
        Reason.ACCOUNT: msg("A new secret does not help. Log in to PayPal: its resolution centre says why the account is limited."),
    },
}  # fmt: skip
