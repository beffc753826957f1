"""Reason → next step, and measure → name: what a kind of component declares itself, else what is true of any."""

from typing import Final

from porchlight.language.text import Text, msg, sentences
from porchlight.model.status import Reason

_ADVICE: Final = {
    Reason.TIMEOUT: msg(
        "Wait a few minutes. If it continues, tell whoever runs it when it started; if it is only slow, allow it"
        " more time in its settings."
    ),
    Reason.LOCKED: msg(
        "Another program is holding a lock. It passes when that program is done; if it continues, ask whoever runs"
        " it which program that is."
    ),
    Reason.DNS: msg(
        "Check the address for a typing error. If it is right, the domain may have lapsed: ask whoever manages it."
    ),
    Reason.REFUSED: msg(
        "The computer answers, but nothing listens there. Ask whoever runs it to start the service, or check the"
        " port."
    ),
    Reason.UNREACHABLE: msg("Check the VPN, firewall and network between this computer and the service."),
    Reason.TLS: msg(
        "Ask whoever runs it to fix the certificate: programs that check it refuse to connect until then."
    ),
    Reason.CERTIFICATE_CHAIN: msg(
        "Tell whoever hosts it: “Your server sends its certificate without the intermediate one. Please install the"
        " full chain.” Some programs fill the gap by themselves; others refuse the connection."
    ),
    Reason.CERTIFICATE_EXPIRING: msg("Ask whoever runs it to renew the certificate before it expires."),
    Reason.AUTH: msg("The key may have been revoked or changed. Create a new one and enter it in Porchlight."),
    Reason.FORBIDDEN: msg("The key works but lacks a permission. Ask an administrator of the account to add it."),
    Reason.ACCOUNT: msg(
        "A new key won't help: whoever runs the account has to unlock it, pay for it or turn it on again."
    ),
    Reason.PASSWORD_EXPIRED: msg("Have the account's password renewed, then enter the new one in Porchlight."),
    Reason.LOGIN_DISABLED: msg(
        "A new password won't help. Ask whoever runs it to allow this login method, or watch it without a login."
    ),
    Reason.BLOCKED: msg(
        "Ask whoever runs it to allow this computer's address. A VPN or another network changes that address."
    ),
    Reason.UNAVAILABLE: msg("It usually passes within minutes. If it continues, tell whoever runs it."),
    Reason.QUOTA: msg(
        "The quota is used up. Wait until it is renewed, have it raised, or let other programs make fewer requests."
    ),
    Reason.THROTTLED: msg(
        "The rate limit was reached. It usually passes by itself; if it continues, set a longer interval."
    ),
    Reason.HTTP_STATUS: msg(
        "The service itself reports an error. Tell whoever runs it when it happened and what it answered."
    ),
    Reason.CONTENT: msg(
        "It answers, but not as expected. Look at it yourself; if the answer is right, change what is expected in"
        " its settings."
    ),
    Reason.STALE: msg("Nothing new has arrived for too long. Check whether the job behind it still runs."),
    Reason.SLOW: msg("It works, but slowly. If it continues, tell whoever runs it."),
    Reason.OFFLINE: msg("Connect this computer to the internet."),
    Reason.CAPTIVE_PORTAL: msg("Open a browser and sign in to this network."),
    Reason.BOT_PROTECTION: msg("Ask whoever runs it to let Porchlight's checks through (user agent “Porchlight”)."),
    Reason.CONFIGURATION: msg("Correct its settings; the message says what is wrong."),
    Reason.SECRET_MISSING: msg("Enter the whole key or password in Porchlight: the component's window asks for it."),
    Reason.FILE: msg(
        "Check whether the file was moved, renamed or deleted, and whether its disk is connected. If it is"
        " somewhere else now, correct its location in the settings."
    ),
    Reason.INTERNAL: msg("This is an error in Porchlight or a plug-in. Please report it with the log."),
}


def next_step(reason: Reason, kind: str = "") -> Text:
    """What a person can do about it, for a kind of component: one or two plain sentences. Loads the kind's module."""
    from porchlight.probes.registry import find_kind

    found = find_kind(kind) if kind else kind
    declared = "" if isinstance(found, str) else found.advice.get(reason, "")
    return sentences(declared) if declared else _ADVICE[reason]


def measure_title(kind: str, name: str) -> Text | str:
    """The title that a kind of component gives one of its measures; else the key as text. Loads the kind's module."""
    from porchlight.probes.registry import find_kind

    found = find_kind(kind) if kind else kind
    declared = None if isinstance(found, str) else found.measured(name)
    return (declared.title if declared else "") or name.replace("_", " ").capitalize()
