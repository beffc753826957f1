"""PostgreSQL's refusals in other languages: a server uses that of its ``lc_messages`` for its clients too.

From PostgreSQL's own translations into German, Spanish, French and Italian (``src/backend/po`` of version 15): up to
the first name that users chose, and beyond it where two differ only there.
"""

import re
from typing import Final

_TRANSLATED: Final = {
    "password authentication failed": (
        "Passwort-Authentifizierung für Benutzer",
        "la autentificación password falló",
        "authentification par mot de passe échouée",
        "autenticazione con password fallita",
    ),
    'role "" does not exist': (
        "Rolle ».*« existiert nicht",
        "no existe el rol",
        "le rôle « .* » n'existe pas",
        'il ruolo ".*" non esiste',
    ),
    'role "" is not permitted to log in': (
        "Rolle ».*« hat keine Berechtigung zum Einloggen",
        "al rol «.*» no se le permite conectarse",
        "le rôle « .* » n'est pas autorisé à se connecter",
        'al ruolo ".*" non è consentito effettuare il login',
    ),
    'database "" does not exist': (
        "Datenbank ».*« existiert nicht",
        "no existe la base de datos",
        "la base de données « .* » n'existe pas",
        'il database ".*" non esiste',
    ),
    "permission denied for database": (
        "keine Berechtigung für Datenbank",
        "permiso denegado a la base de datos",
        "droit refusé pour la base de données",
        "permesso negato per il database",
    ),
    'database "" is not currently accepting connections': (
        "Datenbank ».*« akzeptiert gegenwärtig keine Verbindungen",
        "la base de datos «.*» no acepta conexiones",
        "la base de données « .* » n'accepte plus les connexions",
        'il database ".*" attualmente non accetta connessioni',
    ),
    "too many connections for role": (
        "zu viele Verbindungen von Rolle",
        "demasiadas conexiones para el rol",
        "trop de connexions pour le rôle",
        "troppe connessioni per il ruolo",
    ),
    "too many connections for database": (
        "zu viele Verbindungen für Datenbank",
        "demasiadas conexiones para la base de datos",
        "trop de connexions pour la base de données",
        "troppe connessioni al database",
    ),
    "sorry, too many clients already": (
        "tut mir leid, schon zu viele Verbindungen",
        "lo siento, ya tenemos demasiados clientes",
        "désolé, trop de clients sont déjà connectés",
        "spiacente, troppi client già connessi",
    ),
    "remaining connection slots are reserved": (
        "die verbleibenden Verbindungen sind",
        "las conexiones restantes están reservadas",
        "les emplacements de connexions restants",
        "i rimanenti slot di connessione",
    ),
    "the database system is starting up": (
        "das Datenbanksystem startet",
        "el sistema de bases? de datos está iniciándose",
        "le système de bases? de données se lance",
        "il database si sta avviando",
    ),
    "the database system is shutting down": (
        "das Datenbanksystem fährt herunter",
        "el sistema de bases? de datos está apagándose",
        "le système de bases? de données s'arrête",
        "il database si sta spegnendo",
    ),
    "the database system is in recovery mode": (
        "das Datenbanksystem ist im Wiederherstellungsmodus",
        "el sistema de bases? de datos está en modo de recuperación",
        "le système de bases? de données est en cours de restauration",
        "il database è in modalità di ripristino",
    ),
    "the database system is not accepting connections": (
        "das Datenbanksystem nimmt (noch )?keine Verbindungen an",
        "el sistema de bases? de datos (aún )?no está aceptando conexiones",
        "le système de bases? de données n'accepte pas (encore )?de connexions",
        "il sistema di database non accetta (ancora )?connessioni",
    ),
    "no pg_hba.conf entry": (
        "kein pg_hba.conf-Eintrag",
        "no hay una línea en pg_hba.conf",
        "aucune entrée dans pg_hba.conf",
        "nessuna voce in pg_hba.conf",
    ),
    "pg_hba.conf rejects connection": (
        "pg_hba.conf lehnt Verbindung ab",
        "pg_hba.conf rechaza la conexión",
        "pg_hba.conf rejette la connexion",
        "pg_hba.conf rifiuta connessioni",
    ),
    "connection requires a valid client certificate": (
        "Verbindung erfordert ein gültiges Client-Zertifikat",
        "la conexión requiere un certificado de cliente válido",
        "la connexion requiert un certificat client valide",
        "la connessione richiede un certificato valido per il client",
    ),
}
# A letter that is not ASCII comes in the server's charset, before the client has named its own.
_PATTERNS: Final = tuple(
    (re.compile("|".join(re.sub(r"[^\x00-\x7f]", ".{1,3}", one) for one in translated), re.IGNORECASE), english)
    for english, translated in _TRANSLATED.items()
)


def in_english(text: str) -> str:
    """A refusal in PostgreSQL's English, if it is known; any other text is unchanged."""
    return next((english for pattern, english in _PATTERNS if pattern.match(text)), text)
