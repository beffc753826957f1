"""Advice that kinds of the same sort share; each kind adds its own to it.

What to do about any other reason stands in porchlight.insight.advice.
"""

from collections.abc import Mapping
from typing import Final

from porchlight.language.text import Text, msg
from porchlight.model.status import Reason

VENDOR: Final[Mapping[Reason, Text]] = {
    Reason.TIMEOUT: msg(
        "Check the vendor's status page. If it reports nothing and this continues, tell the vendor's support when"
        " it started."
    ),
    Reason.DNS: msg(
        "Check whether other sites open from this network. If they do, check the vendor's status page: its address"
        " is not yours to correct."
    ),
    Reason.REFUSED: msg(
        "Check the vendor's status page. If it reports nothing, a firewall or filter on this network may be"
        " refusing the connection."
    ),
    Reason.UNREACHABLE: msg(
        "Check whether other sites open from this network. If they do, check the vendor's status page."
    ),
    Reason.TLS: msg(
        "A filter, proxy or antivirus may be answering in the vendor's place: ask whoever runs this network."
        " Otherwise the vendor's certificate is at fault."
    ),
    Reason.UNAVAILABLE: msg("It usually passes within minutes. If it continues, check the vendor's status page."),
    Reason.HTTP_STATUS: msg(
        "The vendor reports an error on its side. Check its status page, then tell its support when it happened and"
        " what it answered."
    ),
    Reason.CONTENT: msg(
        "The vendor's answer is not what it usually sends. Check its status page; if it continues, tell its support."
    ),
}
"""A service of a vendor."""
DATABASE: Final[Mapping[Reason, Text]] = {
    Reason.TIMEOUT: msg(
        "Ask whoever runs the database whether it is overloaded or hangs: everything that uses it waits too."
    ),
    Reason.LOCKED: msg(
        "Ask whoever runs the database which session holds the lock: a backup, an import or a change to its tables."
        " It passes when that ends."
    ),
    Reason.DNS: msg(
        "Check the database's address for a typing error. If it is right, ask whoever runs the database; some are"
        " only found through a VPN."
    ),
    Reason.REFUSED: msg(
        "The database is not running, or has moved to another port or computer. Ask whoever runs it to start it, or"
        " correct its address."
    ),
    Reason.UNREACHABLE: msg(
        "Ask whoever runs the database whether its computer is on. If it is, check VPN, firewall and network here."
    ),
    Reason.AUTH: msg(
        "Ask whoever runs the database whether the password was changed, then enter the new one in Porchlight."
    ),
    Reason.FORBIDDEN: msg("The login works but lacks a permission. Ask whoever runs the database to grant it."),
    Reason.ACCOUNT: msg(
        "Ask whoever runs the database to unlock the account. If wrong passwords locked it, first find the program"
        " that still sends the old one."
    ),
    Reason.PASSWORD_EXPIRED: msg(
        "Ask whoever runs the database for a new password, ideally one that does not expire, and enter it in"
        " Porchlight."
    ),
    Reason.BLOCKED: msg(
        "Ask whoever runs the database to allow this user from this computer's address, or to unblock that address."
    ),
    Reason.UNAVAILABLE: msg(
        "Starting or recovering takes minutes. If it continues, the database's own log says why."
    ),
    Reason.QUOTA: msg(
        "The login has used up what the server allows it. Wait for the next hour, or have the limit raised."
    ),
    Reason.THROTTLED: msg(
        "Find out which program holds the connections, or ask whoever runs the database to allow more."
    ),
    Reason.CONFIGURATION: msg(
        "Correct its settings, such as the database's name or the query; the message says which."
    ),
}
"""A database."""
MAIL: Final[Mapping[Reason, Text]] = {
    Reason.TIMEOUT: msg(
        "Ask whoever runs the mail server whether it is overloaded. A firewall that drops the connection looks the"
        " same."
    ),
    Reason.AUTH: msg(
        "Ask for the mailbox's password, or an app password if the provider requires one, and enter it in Porchlight."
    ),
    Reason.ACCOUNT: msg(
        "Ask your mail administrator to unlock this mailbox. If wrong passwords locked it, first find the program"
        " that still sends the old one."
    ),
    Reason.PASSWORD_EXPIRED: msg("Have the mailbox's password renewed, then enter the new one in Porchlight."),
    Reason.BLOCKED: msg(
        "The mail server refuses this computer's address. Ask whoever runs it whether the address is on a blocklist."
    ),
    Reason.UNAVAILABLE: msg(
        "The mail server runs, but something it needs does not. It usually passes; if it continues, tell whoever"
        " runs it."
    ),
    Reason.THROTTLED: msg(
        "Other programs may be using this mailbox's connections. It usually passes; if it continues, close some of"
        " them or check it less often."
    ),
    Reason.CONTENT: msg(
        "Compare port and encryption with what the provider says. Some allow a login only on one port, or no login"
        " by password."
    ),
}
"""A mail server."""
COMPUTER: Final[Mapping[Reason, Text]] = {
    Reason.TIMEOUT: msg(
        "Check whether that computer is on and connected. A firewall that drops the connection looks the same."
    ),
}
"""A port of a computer."""
MONITOR: Final[Mapping[Reason, Text]] = {
    Reason.TIMEOUT: msg(
        "Check whether that monitor's own computer is overloaded. If it is only slow, allow it more time in its"
        " settings."
    ),
}
"""Another monitor."""
HERE: Final[Mapping[Reason, Text]] = {
    Reason.TIMEOUT: msg(
        "This computer or its disk is very busy. Find out what keeps it busy; if it is always like this, allow more"
        " time in its settings."
    ),
    Reason.UNREACHABLE: msg("Check whether the folder and its disk are there."),
}
"""Something on this computer."""
