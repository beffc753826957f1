"""What an import asks and leaves out, in words for people who did not write the file."""

from porchlight.desktop.words import translate
from porchlight.settings.sharing import Left, Note, Question, Why


def why_words(one: Question) -> str:
    """What would happen with a yes, in one sentence."""
    credentials = ", ".join(f"“{name}”" for name in one.credentials)
    words = _why()[one.why].replace("%1", credentials).replace("%2", ", ".join(one.places))
    if one.credentials and one.why is not Why.CREDENTIAL:
        more = translate("Sharing", "The credential %1 goes along.")
        words += " " + more.replace("%1", credentials)
    return words


def left_words(one: Note) -> str:
    """What is not taken over, and why."""
    words = _left()[one.left].replace("%1", one.key)
    return f"{words} {one.detail}" if one.detail else words


def _why() -> dict[Why, str]:
    return {
        Why.CREDENTIAL: translate("Sharing", "The credential %1 would be sent to %2."),
        Why.PROXY: translate(
            "Sharing",
            "Everything that is checked would pass through this proxy, which can read what is not encrypted.",
        ),
        Why.CONNECTIVITY: translate("Sharing", "These addresses would be asked whether this computer is online."),
        Why.UNPROTECTED: translate(
            "Sharing", "The connection would no longer be protected: others could read along or pretend to be it."
        ),
        Why.ALERTS: translate("Sharing", "Your alerts would be told there."),
        Why.HEARTBEAT: translate("Sharing", "This address would be called regularly, and learn that you are there."),
        Why.METRICS: translate("Sharing", "Everything that is measured here would be sent there."),
        Why.SCRAPED: translate("Sharing", "Every program on this computer could read what is measured here."),
        Why.RECOVERY: translate("Sharing", "This rule would run a recovery action that is switched on here."),
        Why.OTHER_COMPUTER: translate(
            "Sharing", "A file would be looked for on another computer, which is given your login."
        ),
        Why.UNKNOWN: translate("Sharing", "This Porchlight does not know what this does."),
    }


def _left() -> dict[Left, str]:
    return {
        Left.OFF: translate("Sharing", "%1 arrives switched off: it would run something on this computer."),
        Left.OURS: translate("Sharing", "%1 stays as it is here: it runs something and is switched on."),
        Left.PERSONAL: translate("Sharing", "%1 stays out: it is each computer's own."),
        Left.FAULTY: translate("Sharing", "%1 stays out, for it has a fault:"),
        Left.UNKNOWN: translate("Sharing", "%1 stays out: there is no such section."),
        Left.UNTRUSTED: translate("Sharing", "%1 stays out: nobody said yes to it."),
    }
