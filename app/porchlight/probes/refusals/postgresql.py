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
        msg("This user has reached its connection limit."),
        r"^too many connections for role",
    ),
    Refusal(
        ("53300",),
        Reason.THROTTLED,
        msg("This database has reached its connection limit."),
        r"^too many connections for database",
    ),
    Refusal(
        ("53300",),
        Reason.THROTTLED,
        msg("The server has no free connections left, except those reserved for administrators."),
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
        msg("The connection pool in front of the server has no free connection left."),
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
        msg("The server is a standby that accepts no connections, or not yet."),
        r"^the database system is not (yet )?accepting connections",
    ),
    Refusal(("57P03",), Reason.UNAVAILABLE, msg("The server accepts no connections at the moment.")),
    Refusal(
        ("57P01",),
        Reason.UNAVAILABLE,
        msg("The connection was ended by an administrator, or because the server is shutting down."),
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
        msg("The connection was ended by an administrator, or because the server is shutting down."),
    ),
    Refusal(("57P02",), Reason.UNAVAILABLE, msg("The server ended all connections after a crash.")),
    Refusal(("57P04",), Reason.CONFIGURATION, msg("There is no database with this name on the server.")),
    Refusal(
        ("55000",),
        Reason.UNAVAILABLE,
        msg("This database accepts no connections: somebody has turned them off."),
        r'^database ".*" is not currently accepting connections|^database ".*" is disabled'
        r"|^database does not allow connections",
    ),
    Refusal(
        ("55000",),
        Reason.CONTENT,
        msg("This database is unusable: dropping it was interrupted."),
        r"^cannot connect to invalid database",
    ),
    # 3 and 4. The pool cannot reach its server, or not log in there.
    Refusal(
        ("08P01", "58000", "08006"),
        Reason.UNAVAILABLE,
        msg("The connection pool cannot connect to the server."),
        r"^server login|^client_login_timeout|^pgbouncer cannot connect|^server conn(ection)? crashed|^connect failed"
        r"|^bouncer config error|^couldn't connect to compute|^server closed the connection|^wrong password type",
    ),
    Refusal(
        ("08P01", "58000"),
        Reason.UNAVAILABLE,
        msg("The connection pool ended the connection, because its settings say so or have changed."),
        r"^(client_)?idle.(transaction.)?timeout|^query_timeout|^transaction_timeout|^database removed"
        r"|^database configuration changed",
    ),
    Refusal(
        ("XX000",),
        Reason.QUOTA,
        msg("The provider's quota for this database is used up."),
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
        msg("The provider has no database for this user name. It is paused, or the name lacks its project."),
        r"^(\(enotfound\) )?tenant(/user .{1,80} | or user )not found|^endpoint id is not specified",
    ),
    # 1. Which database.
    Refusal(
        ("3D000", "08P01"),
        Reason.CONFIGURATION,
        msg("There is no database with this name on the server."),
        r'^database ".*" does not exist|^no such database',
    ),
    Refusal(("3D000",), Reason.CONFIGURATION, msg("There is no database with this name on the server.")),
    Refusal(
        ("42501",),
        Reason.FORBIDDEN,
        msg("The user is not allowed to use this database."),
        r"^permission denied for database",
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
        msg("This user is not allowed to log in (NOLOGIN)."),
        r'^role ".*" is not permitted to log in',
    ),
    Refusal(
        ("28000",),
        Reason.BLOCKED,
        msg("The server does not allow this user to connect to this database from this computer."),
        r"^no pg_hba\.conf entry|^pg_hba\.conf rejects|^login rejected|^no authentication method",
    ),
    Refusal(
        ("XX000",),
        Reason.BLOCKED,
        msg("The connection pool has blocked logins for a while after too many failures."),
        r"^(\(ecircuitbreaker\) )?(circuit breaker|too many authentication (errors|failures))",
    ),
    Refusal(
        ("28000", "08P01"),
        Reason.CONFIGURATION,
        msg("The connection pool has no password for this user, or none for this login method."),
        r"^this rds proxy has no credentials|^rds proxy supports only",
    ),
    Refusal(
        ("28000",),
        Reason.CONFIGURATION,
        msg("The server requires a client certificate."),
        r"^connection requires a valid client certificate|^certificate authentication failed",
    ),
    Refusal(
        ("28000",),
        Reason.CONFIGURATION,
        msg("For this user, the server checks the account on this computer instead of a password."),
        r"^(peer|ident) authentication failed",
    ),
    Refusal(
        ("08P01", "28000"),
        Reason.CONFIGURATION,
        msg(
            "The server requires an encrypted connection. Add ?sslmode=require to the address, or better,"
            " verify-full."
        ),
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
    Refusal(("28000",), Reason.BLOCKED, msg("The server does not allow this user from this computer.")),
    # 3. What a second try without options did not fix.
    Refusal(
        ("08P01", "0A000", "42704"),
        Reason.CONFIGURATION,
        msg(
            "The server, or the connection pool in front of it, rejects a parameter of the address (after the"
            " question mark)."
        ),
        REFUSED_OPTIONS,
    ),
    Refusal(
        ("0A000", "08P01"),
        Reason.CONFIGURATION,
        msg(
            "The connection pool gives each statement a different connection, so nothing can be read safely."
            " Use an address without the pool, or set it to transaction pooling."
        ),
        r"^transaction blocks not allowed in statement pooling",
    ),
    # 1. During a query.
    Refusal(
        ("57014",),
        Reason.UNAVAILABLE,
        msg("An administrator stopped the query."),
        r"^canceling statement due to user request",
    ),
    Refusal(("57014",), Reason.TIMEOUT, msg("The query took too long and was stopped.")),
    Refusal(
        ("55P03",),
        Reason.LOCKED,
        msg("The database answers, but the query is waiting for a lock that another session holds."),
    ),
    Refusal(("40P01",), Reason.LOCKED, msg("The query ran into a deadlock with others.")),
    Refusal(("40001",), Reason.TIMEOUT, msg("The standby stopped the query because it conflicted with replication.")),
    Refusal(("25006",), Reason.CONFIGURATION, msg("The query tried to change something; Porchlight only reads.")),
    Refusal(("42501",), Reason.FORBIDDEN, msg("The user is not allowed to read this.")),
    Refusal(
        ("22012", "22P02", "22003", "22007", "22008", "21000"),
        Reason.CONFIGURATION,
        msg(
            "The query fails on the data that it finds, for example because of a division by zero or"
            " several rows where one is expected."
        ),
    ),
    Refusal(
        ("55000",),
        Reason.CONFIGURATION,
        msg("The query reads a materialized view that was never filled."),
        r"^materialized view .* has not been populated",
    ),
    Refusal(("XX001", "XX002"), Reason.CONTENT, msg("The server reports damaged data.")),
    Refusal(("58030",), Reason.UNAVAILABLE, msg("The server's disk has read errors.")),
    Refusal(("53100",), Reason.UNAVAILABLE, msg("The server's disk is full.")),
    Refusal(("53200",), Reason.UNAVAILABLE, msg("The server has run out of memory."), r"^out of (shared )?memory"),
    Refusal(
        ("57P05", "25P03"),
        Reason.UNAVAILABLE,
        msg("The server ended the connection because it was idle for too long."),
    ),
    # Of anything else with PostgreSQL's protocol: by what the texts have in common.
    Refusal(
        (),
        Reason.THROTTLED,
        msg("The server reports that it has no free connection left."),
        r"^(?!.*authentication failed).*(too many .{0,20}connections|connections? limit|limit .{0,20}connections)",
    ),
    Refusal(
        (),
        Reason.UNAVAILABLE,
        msg("The server reports that it is unavailable at the moment."),
        r"^(?!.*authentication failed).*(temporar|again later|maintenance|unavailable|not available"
        r"|cannot connect now"
        r"|is (starting|stopping|shutting|restarting|paused|resuming|sleeping)|fail-?over)",
    ),
)
"""See above."""

LIBPQ: Final = (
    Refusal(
        (), Reason.AUTH, msg("The server requires a password, and none is set."), r"fe_sendauth: no password supplied"
    ),
    # Of a server that could not start a process for the connection. With TLS, libpq keeps its text.
    Refusal(
        (),
        Reason.UNAVAILABLE,
        msg("The server fails with an error before the login. It may be out of memory or processes."),
        r"failed: could not fork new (server )?process|error response during (ssl|gss\w*) ",
    ),
)
"""libpq's own texts in place of a server's refusal (2)."""
