"""Reason → what is wrong, in a few words for a list or within a sentence."""

from porchlight.language.text import Text, msg
from porchlight.model.status import Reason, Status


def trouble_of(reason: Reason, status: Status, name: str) -> Text:
    """What is wrong with the component of this name, without a full stop."""
    match reason:
        case Reason.HTTP_STATUS | Reason.CONTENT if status is Status.DEGRADED:
            return msg("{name} is degraded", name=name)
        case Reason.TIMEOUT | Reason.REFUSED:
            return msg("{name} is not answering", name=name)
        case Reason.LOCKED:
            return msg("{name} is waiting for a lock", name=name)
        case Reason.DNS | Reason.UNREACHABLE:
            return msg("{name} cannot be reached", name=name)
        case Reason.TLS:
            return msg("{name} has no valid certificate", name=name)
        case Reason.CERTIFICATE_CHAIN:
            return msg("{name} sends an incomplete certificate", name=name)
        case Reason.CERTIFICATE_EXPIRING:
            return msg("{name} needs a new certificate soon", name=name)
        case (
            Reason.AUTH
            | Reason.FORBIDDEN
            | Reason.ACCOUNT
            | Reason.PASSWORD_EXPIRED
            | Reason.LOGIN_DISABLED
            | Reason.BLOCKED
            | Reason.SECRET_MISSING
            | Reason.CONFIGURATION
        ):
            return msg("{name} needs you", name=name)
        case Reason.QUOTA:
            return msg("{name} has used up its quota", name=name)
        case Reason.THROTTLED:
            return msg("{name} is limiting requests", name=name)
        case Reason.UNAVAILABLE:
            return msg("{name} is temporarily unavailable", name=name)
        case Reason.STALE:
            return msg("{name} is late", name=name)
        case Reason.SLOW:
            return msg("{name} is slow", name=name)
        case Reason.OFFLINE | Reason.CAPTIVE_PORTAL:
            return msg("{name} cannot be checked from here", name=name)
        case Reason.BOT_PROTECTION:
            return msg("{name} takes us for a bot", name=name)
        case Reason.FILE:
            return msg("{name} has no file that we can read", name=name)
        case Reason.INTERNAL:
            return msg("{name} could not be checked", name=name)
        case Reason.HTTP_STATUS | Reason.CONTENT:
            return msg("{name} is not working", name=name)
