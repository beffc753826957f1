"""MySQL's and MariaDB's refusals, by error number: both forks, and the proxies in front of them.

Sources: MySQL 8.4 "Server Error Message Reference" (1000 to 1999, 3000 to 5999), MariaDB "Error Codes" (below 1900 as
MySQL's, 1900 to 1999 and 4000 to 4999 its own), ProxySQL "Errors" and TiDB "Error Codes" (9000 to 9999). Numbers are
the same in every language of a server's messages; the text is used only where one number means two things, or where a
service has numbers of its own (Azure Database for MySQL, "Troubleshoot connection issues").
"""

from typing import Final

from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.net.refusals import Refusal

MYSQL: Final = (
    # What proves a wrong credential.
    Refusal(("1045", "1698"), Reason.AUTH, msg("The server rejected the user name or password.")),
    # The account.
    Refusal(("3118", "4151"), Reason.ACCOUNT, msg("The user's account is locked.")),
    Refusal(
        ("3955", "4150"),
        Reason.ACCOUNT,
        msg("The user's account is locked after too many wrong passwords, by this program or another."),
    ),
    Refusal(("1820", "1862"), Reason.PASSWORD_EXPIRED, msg("The user's password has expired.")),
    Refusal(
        ("1251", "1524", "2059", "1275", "1873"),
        Reason.CONFIGURATION,
        msg("The server requires a login method that Porchlight does not know."),
    ),
    # Where from, and how.
    Refusal(
        ("1129",),
        Reason.BLOCKED,
        msg("The server blocks this computer after many interrupted connections."),
    ),
    Refusal(("1130",), Reason.BLOCKED, msg("The server allows no connections from this computer.")),
    Refusal(
        (),
        Reason.BLOCKED,
        msg("The provider's firewall blocks this computer."),
        r"client with ip address .{0,60} is not allowed",
    ),
    Refusal(("1042",), Reason.BLOCKED, msg("The server cannot look up this computer's name and refuses it.")),
    Refusal(
        ("3159",),
        Reason.CONFIGURATION,
        msg("The server requires an encrypted connection. Add its certificate to the address."),
    ),
    # Connections are used up.
    Refusal(("1040",), Reason.THROTTLED, msg("The server has no free connection left.")),
    Refusal(("1203",), Reason.THROTTLED, msg("This user has reached its connection limit on the server.")),
    Refusal(
        ("1226",),
        Reason.THROTTLED,
        msg("This user has reached its connection limit on the server."),
        r"\bmax_user_connections\b",
    ),
    Refusal(("1226",), Reason.QUOTA, msg("The user has used up its hourly limit on the server.")),
    # Not ready.
    Refusal(("1053", "1077", "1079"), Reason.UNAVAILABLE, msg("The server is shutting down.")),
    Refusal(
        ("3032",), Reason.UNAVAILABLE, msg("The server is in offline mode: an administrator has closed it to users.")
    ),
    Refusal(
        ("1047",),
        Reason.UNAVAILABLE,
        msg("This cluster node has lost contact with the others and answers nothing until it rejoins them."),
        r"\bwsrep\b",
    ),
    Refusal(("1135", "1041", "1037", "1038"), Reason.UNAVAILABLE, msg("The server has run out of memory.")),
    Refusal(("1021",), Reason.UNAVAILABLE, msg("The server's disk is full.")),
    Refusal(
        ("1317",),
        Reason.UNAVAILABLE,
        msg("The query was stopped by an administrator, or because the server is shutting down."),
    ),
    Refusal(("3168",), Reason.UNAVAILABLE, msg("The server is not ready yet.")),
    Refusal(("1927", "3169"), Reason.UNAVAILABLE, msg("An administrator ended the connection.")),
    Refusal(("4031",), Reason.UNAVAILABLE, msg("The server ended the connection because it was idle for too long.")),
    Refusal(
        ("9001", "9002", "9003", "9005", "9006", "9018"),
        Reason.UNAVAILABLE,
        msg("The proxy in front of the server cannot connect to it."),
    ),
    # Which database, and its contents.
    Refusal(
        ("1046",),
        Reason.CONFIGURATION,
        msg("Neither the address nor the query names a database."),
    ),
    Refusal(("1049",), Reason.CONFIGURATION, msg("There is no database with this name on the server.")),
    Refusal(("1044",), Reason.FORBIDDEN, msg("The user is not allowed to use this database.")),
    Refusal(("1142", "1143", "1227"), Reason.FORBIDDEN, msg("The user is not allowed to read this.")),
    Refusal(
        ("1792", "1290", "1836"),
        Reason.CONFIGURATION,
        msg("The query tried to change something; Porchlight only reads."),
    ),
    Refusal(
        ("1052", "1055", "1056", "1064", "1111", "1140", "1222", "1241", "1305", "1370", "1582", "1583", "1630"),
        Reason.CONFIGURATION,
        msg("The database does not understand the query."),
    ),
    Refusal(
        ("1242", "1365", "1690", "1292"),
        Reason.CONFIGURATION,
        msg(
            "The query fails on the data that it finds, for example because of a division by zero or"
            " several rows where one is expected."
        ),
    ),
    Refusal(("1356",), Reason.CONFIGURATION, msg("The query reads a view whose tables or columns are gone.")),
    Refusal(
        ("1034", "1035", "1194", "1195", "1712"), Reason.CONTENT, msg("A table that the query reads is damaged.")
    ),
    Refusal(("1146",), Reason.CONFIGURATION, msg("The query names a table that does not exist.")),
    Refusal(("1054",), Reason.CONFIGURATION, msg("The query names a column that does not exist.")),
    Refusal(("3024", "1969"), Reason.TIMEOUT, msg("The query took too long and was stopped.")),
    Refusal(
        ("1205",),
        Reason.LOCKED,
        msg("The database answers, but the query is waiting for a lock that another session holds."),
    ),
    Refusal(("1213",), Reason.LOCKED, msg("The query ran into a deadlock with others.")),
)
"""See above."""
