"""PostgreSQL's refusals, and those of pools in front of it, by SQLSTATE and by text.

libpq gives no SQLSTATE for a connection that failed, so the text decides there. Each text is matched from its
beginning: the rest holds names that users chose. A row is

1. PostgreSQL's own: its manual, Appendix A "PostgreSQL Error Codes", and the messages of
   ``src/backend/utils/init/postinit.c``, ``miscinit.c``, ``libpq/auth.c``, ``storage/lmgr/proc.c`` and
   ``tcop/backend_startup.c`` (before 17: ``postmaster/postmaster.c``);
2. libpq's own: ``src/interfaces/libpq/fe-auth.c``;
3. PgBouncer's: its manual, "Configuration" (each error names its setting), ``src/client.c``, ``src/objects.c``,
   ``src/janitor.c``;
4. of a service that runs PostgreSQL: Neon ("Connection errors"), Supabase ("Supavisor: error codes"), Amazon RDS
   Proxy ("Troubleshooting"), EDB Postgres Advanced Server ("Profile management").
"""

from typing import Final

from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.net.refusals import Refusal

REFUSED_OPTIONS: Final = (
    r"^unsupported startup parameter"  # PgBouncer, Neon
    r"|command-line options"  # RDS Proxy
    r"|^unrecognized configuration parameter"  # PostgreSQL before 9.6, and what only uses its protocol
    r"|^(invalid|unrecognized) command-line argument"
)
"""Of a server that accepts the connection only without the options sent with it."""

POSTGRESQL: Final = (
    # 1. Connections are used up.
    Refusal(
        ("53300",),
        Reason.THROTTLED,
        msg("This user has as many connections as the server allows it (its connection limit)."),
        r"^too many connections for role",
    ),
    Refusal(
        ("53300",),
        Reason.THROTTLED,
        msg("This database has as many connections as the server allows it (its connection limit)."),
        r"^too many connections for database",
    ),
    Refusal(
        ("53300",),
        Reason.THROTTLED,
        msg("The server has no free connection left, but for those that it keeps for administrators."),
        r"^remaining connection slots are reserved",
    ),
    Refusal(
        ("53300",),
        Reason.THROTTLED,
        msg("The server has no free connection left."),
        r"^sorry, too many clients|^number of requested standby connections",
    ),
    # 3 and 4. The same, of a pool in front of it.
    Refusal(
        ("53300", "08P01", "XX000"),
        Reason.THROTTLED,
        msg("The pool in front of the server has no free connection left."),
        r"^no more connections allowed|^(client|user|database) connections exceeded|max_[a-z_]*conn"
        r"|^query_wait_timeout|^maxclients|max (client connections|clients) reached"
        r"|^couldn't obtain a connection|^timed-out waiting to acquire",
    ),
    Refusal(("53300",), Reason.THROTTLED, msg("The server has no free connection left.")),
    # 1. Not ready.
    Refusal(
        ("57P03",), Reason.UNAVAILABLE, msg("The server is starting up."), r"^the database system is starting up"
    ),
    Refusal(
        ("57P03",), Reason.UNAVAILABLE, msg("The server is shutting down."), r"^the database system is shutting down"
    ),
    Refusal(
        ("57P03",),
        Reason.UNAVAILABLE,
        msg("The server is recovering after a crash."),
        r"^the database system is in recovery mode",
    ),
    Refusal(
        ("57P03",),
        Reason.UNAVAILABLE,
        msg("The server is a standby that takes no connections, or not yet."),
        r"^the database system is not (yet )?accepting connections",
    ),
    Refusal(("57P03",), Reason.UNAVAILABLE, msg("The server takes no connections at the moment.")),
    Refusal(
        ("57P01",),
        Reason.UNAVAILABLE,
        msg("The server ended the connection: it is being stopped, or an administrator did."),
        r"^terminating connection due to administrator command|^pooler is shut",
    ),
    Refusal(
        ("57P02",),
        Reason.UNAVAILABLE,
        msg("The server ended all connections after a crash."),
        r"^terminating connection because of (the )?crash",
    ),
    # In the server's own language, of which only the code is known.
    Refusal(
        ("57P01",),
        Reason.UNAVAILABLE,
        msg("The server ended the connection: it is being stopped, or an administrator did."),
    ),
    Refusal(("57P02",), Reason.UNAVAILABLE, msg("The server ended all connections after a crash.")),
    Refusal(("57P04",), Reason.CONFIGURATION, msg("There is no database of this name on the server.")),
    Refusal(
        ("55000",),
        Reason.UNAVAILABLE,
        msg("This database takes no connections at the moment: somebody has closed it."),
        r'^database ".*" is not currently accepting connections|^database ".*" is disabled'
        r"|^database does not allow connections",
    ),
    Refusal(
        ("55000",),
        Reason.CONTENT,
        msg("This database is broken: it was dropped and that never ended."),
        r"^cannot connect to invalid database",
    ),
    # 3 and 4. The pool cannot reach its server, or not log in there.
    Refusal(
        ("08P01", "58000", "08006"),
        Reason.UNAVAILABLE,
        msg("The pool in front of the server gets no connection to it."),
        r"^server login|^client_login_timeout|^pgbouncer cannot connect|^server conn(ection)? crashed|^connect failed"
        r"|^bouncer config error|^couldn't connect to compute|^server closed the connection|^wrong password type",
    ),
    Refusal(
        ("08P01", "58000"),
        Reason.UNAVAILABLE,
        msg("The pool in front of the server ended the connection, as its settings say or as it has new ones."),
        r"^(client_)?idle.(transaction.)?timeout|^query_timeout|^transaction_timeout|^database removed"
        r"|^database configuration changed",
    ),
    Refusal(
        ("XX000",),
        Reason.QUOTA,
        msg("The provider's allowance for this database is used up."),
        r"exceeded the .{1,40} quota",
    ),
    Refusal(
        ("XX000",),
        Reason.ACCOUNT,
        msg("The provider has paused or disabled this database."),
        r"endpoint .{0,60}(is|has been) (disabled|suspended)|project .{0,60}(is|has been) (paused|suspended"
        r"|disabled)",
    ),
    Refusal(
        ("XX000",),
        Reason.CONFIGURATION,
        msg("The provider knows no database of this user name: it is paused, or the name lacks its project."),
        r"^(\(enotfound\) )?tenant(/user .{1,80} | or user )not found|^endpoint id is not specified",
    ),
    # 1. Which database.
    Refusal(
        ("3D000", "08P01"),
        Reason.CONFIGURATION,
        msg("There is no database of this name on the server."),
        r'^database ".*" does not exist|^no such database',
    ),
    Refusal(("3D000",), Reason.CONFIGURATION, msg("There is no database of this name on the server.")),
    Refusal(
        ("42501",), Reason.FORBIDDEN, msg("The user may not use this database."), r"^permission denied for database"
    ),
    # 1 to 4. Who, and from where.
    Refusal(
        ("28000", "28P01"),
        Reason.PASSWORD_EXPIRED,
        msg("The user's password has expired."),
        r"\bpassword (has |is )?expired",
    ),
    Refusal(
        ("28000",),
        Reason.ACCOUNT,
        msg("The user's account is locked."),
        r"^(role|account|user) .{0,130}\b(is|has been) locked",
    ),
    Refusal(
        ("28000",),
        Reason.ACCOUNT,
        msg("The server knows this user, and lets it log in no more (NOLOGIN)."),
        r'^role ".*" is not permitted to log in',
    ),
    Refusal(
        ("28000",),
        Reason.BLOCKED,
        msg("The server lets nobody in from this computer with this user and database."),
        r"^no pg_hba\.conf entry|^pg_hba\.conf rejects|^login rejected|^no authentication method",
    ),
    Refusal(
        ("XX000",),
        Reason.BLOCKED,
        msg("The pool in front of the server takes no logins for a while after too many that failed."),
        r"^(\(ecircuitbreaker\) )?(circuit breaker|too many authentication (errors|failures))",
    ),
    Refusal(
        ("28000", "08P01"),
        Reason.CONFIGURATION,
        msg("The pool in front of the server has no password of this user to log in with, or not in this way."),
        r"^this rds proxy has no credentials|^rds proxy supports only",
    ),
    Refusal(
        ("28000",),
        Reason.CONFIGURATION,
        msg("The server wants a client certificate."),
        r"^connection requires a valid client certificate|^certificate authentication failed",
    ),
    Refusal(
        ("28000",),
        Reason.CONFIGURATION,
        msg("The server goes by the account on this computer for this user, not by a password."),
        r"^(peer|ident) authentication failed",
    ),
    Refusal(
        ("08P01", "28000"),
        Reason.CONFIGURATION,
        msg("The server wants an encrypted connection: add ?sslmode=require to the address, or better verify-full."),
        r"^(ssl|tls)(/tls)? (is )?required|^this rds proxy requires tls|^connection is insecure|sslmode=require",
    ),
    Refusal(
        ("28P01", "28000", "08P01"),
        Reason.AUTH,
        msg("The server rejected the user name or password."),
        r"^(the )?(password|scram|md5|sasl|pam|ldap|radius|gssapi|sspi|bsd|oauth bearer|iam) authentication failed"
        r'|^role ".*" does not exist|^no such user|^auth failed|^empty password returned by client',
    ),
    Refusal(("28P01",), Reason.AUTH, msg("The server rejected the user name or password.")),
    Refusal(("28000",), Reason.BLOCKED, msg("The server does not let this user in from this computer.")),
    # 3. What a second try without options did not fix.
    Refusal(
        ("08P01", "0A000", "42704"),
        Reason.CONFIGURATION,
        msg("The server, or the pool in front of it, refuses something of the address (behind its question mark)."),
        REFUSED_OPTIONS,
    ),
    Refusal(
        ("0A000", "08P01"),
        Reason.CONFIGURATION,
        msg(
            "The pool in front gives each statement another connection, so that nothing can be read safely: name an"
            " address without it, or have it pool by transaction."
        ),
        r"^transaction blocks not allowed in statement pooling",
    ),
    # 1. During a query.
    Refusal(
        ("57014",),
        Reason.UNAVAILABLE,
        msg("An administrator ended the query."),
        r"^canceling statement due to user request",
    ),
    Refusal(("57014",), Reason.TIMEOUT, msg("The query took too long and was ended.")),
    Refusal(
        ("55P03",),
        Reason.LOCKED,
        msg("The database answers, but the query waits for a lock that another session holds."),
    ),
    Refusal(("40P01",), Reason.LOCKED, msg("The query and others waited for each other's locks.")),
    Refusal(
        ("40001",), Reason.TIMEOUT, msg("The standby ended the query, as it stood in the way of what it has to copy.")
    ),
    Refusal(("25006",), Reason.CONFIGURATION, msg("The query tried to change something; Porchlight only reads.")),
    Refusal(("42501",), Reason.FORBIDDEN, msg("The user may not read this.")),
    Refusal(
        ("22012", "22P02", "22003", "22007", "22008", "21000"),
        Reason.CONFIGURATION,
        msg(
            "The query fails on the data that it finds, such as a division by zero or several rows where one is"
            " wanted."
        ),
    ),
    Refusal(
        ("55000",),
        Reason.CONFIGURATION,
        msg("The query reads a view that was never filled."),
        r"^materialized view .* has not been populated",
    ),
    Refusal(("XX001", "XX002"), Reason.CONTENT, msg("The server finds damage in its own data.")),
    Refusal(("58030",), Reason.UNAVAILABLE, msg("The disk under the server does not read properly.")),
    Refusal(("53100",), Reason.UNAVAILABLE, msg("The server's disk is full.")),
    Refusal(("53200",), Reason.UNAVAILABLE, msg("The server has run out of memory."), r"^out of (shared )?memory"),
    Refusal(
        ("57P05", "25P03"), Reason.UNAVAILABLE, msg("The server ended the connection, as nothing was asked for long.")
    ),
    # Of anything else with PostgreSQL's protocol: by what the texts have in common.
    Refusal(
        (),
        Reason.THROTTLED,
        msg("The server has no free connection left, as it says."),
        r"^(?!.*authentication failed).*(too many .{0,20}connections|connections? limit|limit .{0,20}connections)",
    ),
    Refusal(
        (),
        Reason.UNAVAILABLE,
        msg("The server cannot be used at the moment, as it says."),
        r"^(?!.*authentication failed).*(temporar|again later|maintenance|unavailable|not available"
        r"|cannot connect now"
        r"|is (starting|stopping|shutting|restarting|paused|resuming|sleeping)|fail-?over)",
    ),
)
"""See above."""

LIBPQ: Final = (
    Refusal(
        (), Reason.AUTH, msg("The server wants a password, and none is set."), r"fe_sendauth: no password supplied"
    ),
    # Of a server that could not start a process for the connection. With TLS, libpq keeps its text.
    Refusal(
        (),
        Reason.UNAVAILABLE,
        msg("The server breaks off with an error before the login: it may have no memory or no process left."),
        r"failed: could not fork new (server )?process|error response during (ssl|gss\w*) ",
    ),
)
"""libpq's own texts in place of a server's refusal (2)."""
