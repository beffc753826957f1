"""What pages say that take no gifts: each phrase whole, so that a page about such things is not taken for one."""

# ruff: noqa: E501 - a phrase stands on one line

import re
from enum import Enum, auto
from typing import Final

from porchlight.dataclass import dataclass


class Sort(Enum):
    """What a phrase means."""

    CLOSED = auto()
    """The form says that it takes nothing."""
    BROKEN = auto()
    """The site itself has failed."""
    AWAY = auto()
    """Maintenance, a parked domain, an empty server."""
    WALL = auto()
    """A bot protection asks who is there."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a page."""

    sort: Sort
    text: str


_CLOSED: Final = (
    # English
    r"(?:is|are|we're) (?:no longer|not|not currently|currently not) (?:accepting|taking) (?:any )?(?:online )?"
    r"(?:donations|gifts|contributions|payments)(?: at this time| right now| online|(?= ?[.!]|$))",
    r"(?:donations|online giving|this (?:donation )?(?:form|campaign|fundraiser)) (?:is|are) (?:(?:currently |temporarily"
    r" |now )*(?:unavailable|not available|closed|disabled|inactive)|no longer available)",
    r"this (?:campaign|fundraiser|donation form) (?:has ended|has expired|has been (?:closed|deleted|removed|deactivated)"
    r"|does not exist|could not be found|(?:can(?:not|'t)|could not) be (?:loaded|displayed))",
    r"this organi[sz]ation (?:can(?:not|'t)|is (?:currently )?(?:unable to|not able to)) accept "
    r"(?:donations|payments)",
    r"(?:the )?(?:donation|payment) form (?:failed|could not|was unable) to (?:be )?load(?:ed)?",
    r"no (?:active )?payment (?:gateways?|methods?) (?:is|are) (?:enabled|available|active)",
    r"you must enable a payment gateway to use (?:give|givewp)",
    # Spanish
    r"(?:no estamos|no se están?|ya no se|actualmente no se) (?:acepta(?:n|ndo)|recibe(?:n|ndo)) (?:más )?"
    r"(?:donaciones|donativos)",
    r"(?:esta campaña|este formulario)(?: de donación)? (?:ha finalizado|ha caducado|ya no está disponible"
    r"|no está disponible)",
    r"las donaciones (?:no están|ya no están) disponibles",
    # French
    r"(?:nous n'acceptons|n'accepte|les dons ne sont) (?:plus|pas) (?:de dons|actuellement de dons|acceptés"
    r"|disponibles|possibles)",
    r"(?:cette campagne|ce formulaire)(?: de dons?)? (?:est (?:terminée?|clos|close|désactivé|expiré)"
    r"|n'est (?:plus|pas) disponible)",
    # Portuguese
    r"não (?:estamos aceitando|aceitamos mais|é possível receber) (?:mais )?doações(?: no momento)?",
    r"(?:esta campanha|este formulário)(?: de doação)? (?:foi encerrad[ao]|expirou|não está (?:mais )?disponível)",
    # German
    r"(?:derzeit|momentan|zurzeit|aktuell) (?:können )?(?:wir )?(?:keine|nehmen wir keine) (?:online-?)?spenden "
    r"(?:entgegen|möglich|annehmen|angenommen)",
    r"(?:diese (?:kampagne|spendenaktion)|dieses (?:spenden)?formular) (?:ist (?:beendet|abgelaufen|deaktiviert|derzeit"
    r" nicht verfügbar|nicht (?:mehr )?verfügbar)|wurde (?:beendet|gelöscht|deaktiviert))",
    # Italian, Dutch
    r"(?:al momento )?non (?:accettiamo|è possibile (?:ricevere|effettuare)) (?:più )?donazioni",
    r"(?:deze (?:campagne|actie)|dit (?:donatie)?formulier) is (?:beëindigd|gesloten|verlopen|niet (?:meer )?"
    r"beschikbaar)",
    r"we (?:accepteren|ontvangen) (?:momenteel )?geen donaties",
)
_BROKEN: Final = (
    r"error establishing a database connection|error al establecer una conexión con la base de datos"
    r"|erreur lors de la connexion à la base de données|erro ao estabelecer uma conexão com o banco de dados"
    r"|fehler beim aufbau einer datenbankverbindung|errore nello stabilire una connessione al database"
    r"|fout bij het maken van een (?:databaseconnectie|verbinding met de database)",
    r"there has been a critical error on (?:this|your) website|ha habido un error crítico en (?:esta web|este sitio)"
    r"|il y a eu une erreur critique sur (?:ce|votre) site|ocorreu um erro crítico neste site"
    r"|es gab einen kritischen fehler auf (?:dieser|deiner|ihrer) website"
    r"|si è verificato un errore critico (?:in questo|sul tuo) sito|er heeft zich een kritieke fout voorgedaan",
    r"(?:fatal|parse) error: (?:uncaught|syntax error|allowed memory size|call to undefined|require|cannot redeclare)",
    r"application error: a (?:client|server)-side exception has occurred",
    r"\[(?:give_form|give_donation|charitable_\w+|donation_form|donorbox|classy[_-]\w+|fundraiseup\w*|seamless-donations"
    r"|paypal[_-]donat\w+|stripe[_-]\w+|wpforms|gravityform|neon\w*)(?: [^\[\]]{0,200})?\]",
    r"the requested (?:page|url) (?:/\S{0,200} )?(?:was not found on this server|could not be found)",
)
_AWAY: Final = (
    r"briefly unavailable for scheduled maintenance|no disponible por mantenimiento programado"
    r"|(?:momentanément|brièvement) indisponible (?:pour|en raison d'une) (?:cause de )?maintenance"
    r"|temporariamente indisponível para manutenção|indisponível por um instante para manutenção"
    r"|wegen wartungsarbeiten ist diese (?:website|seite) kurzzeitig nicht verfügbar",
    r"(?:this |the |our )?(?:web)?site is (?:currently |temporarily )?(?:under(?:going)? (?:scheduled )?(?:maintenance"
    r"|construction)|down for (?:scheduled )?maintenance|offline)|(?:we are|we're) (?:currently )?(?:down for|undergoing)"
    r" (?:scheduled )?maintenance",
    r"sitio en (?:mantenimiento|construcción)|site en (?:maintenance|construction)|site em (?:manutenção|construção)"
    r"|(?:diese )?(?:website|seite) (?:befindet sich )?(?:derzeit )?(?:im wartungsmodus|in wartung|im aufbau)"
    r"|sito in manutenzione",
    r"this account has been suspended|account suspended|this site has been suspended",
    r"(?:this|the) domain (?:name )?(?:is for sale|may be for sale|is parked|has expired|has recently been registered)"
    r"|(?:buy|purchase) this domain|diese domain (?:steht zum verkauf|ist geparkt)|ce (?:nom de )?domaine est à vendre",
    r"welcome to nginx!|apache2 (?:debian|ubuntu) default page|it works! this is the default|iis windows server"
    r"|default web site page|index of /",
)
_WALL: Final = (
    r"checking (?:your browser|if the site connection is secure)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|enable javascript and cookies to continue|pardon our interruption|please complete the security check"
    r"|request unsuccessful\. incapsula|access denied \| .{0,60} used cloudflare|are you a robot\?"
    r"|performing security verification",
)
_ALL: Final = (
    (Sort.BROKEN, _BROKEN),
    (Sort.WALL, _WALL),
    (Sort.CLOSED, _CLOSED),
    (Sort.AWAY, _AWAY),
)
_COMPILED: Final[dict[Sort, re.Pattern[str]]] = {}
_WALL_AT_MOST: Final = 1500
"""Characters of a page that is nothing but a bot wall, or nothing but a notice of maintenance."""


def found_phrase(text: str, title: str = "") -> Found | None:
    """The first phrase in a page's visible text by which it takes no gifts. Maintenance and bot walls are whole
    pages: a long one that mentions such a thing is none."""
    plain = f"{title} | {text}".casefold().replace("’", "'")
    for sort, patterns in _ALL:
        if sort in (Sort.AWAY, Sort.WALL) and len(plain) > _WALL_AT_MOST:
            continue
        if sort not in _COMPILED:
            _COMPILED[sort] = re.compile("|".join(f"(?:{one})" for one in patterns))
        if match := _COMPILED[sort].search(plain):
            return Found(sort, _as_written(f"{title} | {text}".replace("’", "'"), match))
    return None


def _as_written(text: str, match: re.Match[str]) -> str:
    """The phrase in its own letters; casefolding may have moved it."""
    at = text.casefold().find(match[0])
    return text[at : at + len(match[0])] if len(text) == len(text.casefold()) else match[0]
