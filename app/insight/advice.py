"""Reason → next step, in plain words. One table, complete by test."""

from app.model.status import Reason

# ruff: noqa: E501 - one sentence a line reads best here
_ADVICE = {
    Reason.TIMEOUT: "Open it in a browser. If it is slow there too, tell whoever runs it; if not, allow more time with timeout.",
    Reason.DNS: "Check the address for a typing error. If it is right, the domain may have lapsed: ask whoever manages it.",
    Reason.REFUSED: "The computer is there, the service is not. Ask whoever runs it to start it, or check the port.",
    Reason.UNREACHABLE: "Check that this computer may reach it: VPN, firewall, network.",
    Reason.TLS: "Ask whoever runs it to look at its certificate; visitors see a warning now.",
    Reason.CERTIFICATE_EXPIRING: "Ask whoever runs it to renew the certificate before it ends.",
    Reason.AUTH: "The key may have been revoked or changed. Make a new one and store it with “porchlight secrets set”.",
    Reason.FORBIDDEN: "The key works but may not do this. Have its permissions extended by an administrator of the account.",
    Reason.QUOTA: "The allowance is used up. Wait until it is renewed, have it raised, or let other programs ask less often.",
    Reason.THROTTLED: "It is asked too often. Nothing to do if it passes; else set a longer interval.",
    Reason.HTTP_STATUS: "Its own side reports a failure. Look at its status page, then tell its support the time and the code.",
    Reason.CONTENT: "It answers, but not with what is expected. Look at it yourself; if it is right, change the expectation.",
    Reason.STALE: "Nothing new has come for too long. Look whether the job behind it still runs.",
    Reason.SLOW: "It works, slowly. Watch whether it passes; if it lasts, tell whoever runs it.",
    Reason.OFFLINE: "Connect this computer to the internet.",
    Reason.CAPTIVE_PORTAL: "Open a browser and sign in to this network.",
    Reason.BOT_PROTECTION: "Ask whoever runs it to let Porchlight's checks through (user agent “Porchlight”).",
    Reason.CONFIGURATION: "Correct the settings: “porchlight config check” names each fault.",
    Reason.SECRET_MISSING: "Store the credential with “porchlight secrets set NAME”.",
    Reason.INTERNAL: "This is a fault of Porchlight or of a plug-in. Please report it with the log.",
}


_BY_KIND = {
    (
        "mailchimp",
        Reason.AUTH,
    ): "Make a new key in Mailchimp (profile → Extras → API keys) and store it with “porchlight secrets set”.",
    (
        "mailchimp",
        Reason.FORBIDDEN,
    ): "The key may have been revoked or its user disabled. Make a new one in Mailchimp (profile → Extras → API keys).",
    (
        "mailchimp",
        Reason.THROTTLED,
    ): "Mailchimp allows 10 connections at once. If the sync runs now, wait for its end; else see what else uses the account.",
    (
        "mailchimp",
        Reason.CONFIGURATION,
    ): "Copy the audience's id anew from Mailchimp (Audience → Settings → Audience name and defaults) and correct list_id.",
    (
        "classy",
        Reason.AUTH,
    ): "Make new application credentials in Classy (Settings → Apps & Extensions) and store them with “porchlight secrets set”.",
    (
        "classy",
        Reason.FORBIDDEN,
    ): "Compare organization_id with the number in your Classy address, and ask whether the application belongs to it.",
    (
        "classy",
        Reason.THROTTLED,
    ): "Classy allows 1,800 requests a minute for an application. If the sync runs now, wait for its end.",
    (
        "database",
        Reason.AUTH,
    ): "Ask who runs the database whether the password was changed, and store it with “porchlight secrets set”.",
    (
        "database",
        Reason.THROTTLED,
    ): "All connections are taken. See which program holds them, or have max_connections raised.",
    (
        "database",
        Reason.CONTENT,
    ): "If the file is damaged, stop what writes it and bring back the last copy; else look at the query's expectation.",
    (
        "classy_sync_log",
        Reason.STALE,
    ): "Look whether the sync's daemon runs (npm run daemon:status); if it does, its log says what holds it up.",
    (
        "classy_sync_log",
        Reason.AUTH,
    ): "The sync's own credentials were rejected. Make new ones, give them to the sync, and look whether its next run goes through.",
    (
        "classy_sync_log",
        Reason.CONTENT,
    ): "Look into logs/error.log of the sync at this time: it says which items failed and why.",
    (
        "classy_sync_log",
        Reason.CONFIGURATION,
    ): "Look at the sync's .env file and restart its daemon; or correct the folder in Porchlight's settings.",
    (
        "classy_sync_freshness",
        Reason.CONTENT,
    ): "After a fresh install wait for the first sync; else look whether the address leads to the right database.",
    (
        "classy_sync_daemon",
        Reason.REFUSED,
    ): "Start the daemon again (npm run daemon:start), and look at the end of its log for what ended it.",
    (
        "classy_sync_daemon",
        Reason.STALE,
    ): "Look at the end of the daemon's log; if nothing has come for long, restart it.",
    (
        "audience_drift",
        Reason.CONTENT,
    ): "Look whether the sync to Mailchimp went through (logs/combined.log, “mailchimp”), and have it sync all supporters once.",
    (
        "tcp",
        Reason.CONTENT,
    ): "Something else listens on this port, or the service was updated. Look at it; if it is right, change the greeting.",
    (
        "dns",
        Reason.DNS,
    ): "Look the name up at your registrar: the domain may have lapsed, or its name servers fail. If it is there, correct domain.",
    (
        "dns",
        Reason.CONTENT,
    ): "Compare the records with those that your provider asks for. If somebody changed them on purpose, change expect.",
    (
        "dns",
        Reason.REFUSED,
    ): "Ask whoever runs the DNS server to answer this computer, or name another in server.",
    (
        "dns",
        Reason.TIMEOUT,
    ): "Look whether other names are found. If not, it is this network or its DNS server; else ask whoever runs the server.",
    (
        "ping",
        Reason.FORBIDDEN,
    ): "Have an administrator allow pings (Linux: net.ipv4.ping_group_range), or watch a port of it with kind “tcp”.",
    (
        "ping",
        Reason.TIMEOUT,
    ): "Many computers answer no pings on purpose. If this one did until now, look whether it is on and connected.",
    (
        "ping",
        Reason.UNREACHABLE,
    ): "Look at the way to it: Wi-Fi, cable, VPN. Losses that last are for whoever runs the network.",
    (
        "smtp",
        Reason.AUTH,
    ): "Ask for the mailbox's password, or an app password where the provider wants one, and store it with “porchlight secrets set”.",
    (
        "smtp",
        Reason.FORBIDDEN,
    ): "The mail server refuses this computer's address. Ask whoever runs it whether it is on a list of blocked ones.",
    (
        "smtp",
        Reason.THROTTLED,
    ): "The mail server is overloaded or shutting down. If it lasts, tell whoever runs it; check it less often.",
    (
        "smtp",
        Reason.CONTENT,
    ): "Compare port and encryption with what the provider says; some offer a login only there, or none by password.",
    (
        "imap",
        Reason.AUTH,
    ): "Ask for the mailbox's password, or an app password where the provider wants one, and store it with “porchlight secrets set”.",
    (
        "imap",
        Reason.THROTTLED,
    ): "The mail server is overloaded or shutting down. If it lasts, tell whoever runs it; check it less often.",
    (
        "imap",
        Reason.CONTENT,
    ): "Compare port and encryption with what the provider says; some offer a login only there, or none by password.",
    (
        "process",
        Reason.REFUSED,
    ): "Start it again, and look into its own log for what ended it.",
    (
        "process",
        Reason.QUOTA,
    ): "Look whether it still works properly, and restart it at a quiet time; if its memory grows again, tell whoever made it.",
    (
        "process",
        Reason.FORBIDDEN,
    ): "Let Porchlight run under the account of that program, or name the program by process alone.",
    (
        "disk",
        Reason.QUOTA,
    ): "Make room: old backups, logs and downloads first. Databases stop taking gifts when a disk is full.",
    (
        "disk",
        Reason.CONTENT,
    ): "Look whether the folder was moved or renamed, and correct location.",
    (
        "disk",
        Reason.UNREACHABLE,
    ): "Look whether the disk is connected and mounted; one with read errors should be copied and replaced soon.",
    (
        "disk",
        Reason.FORBIDDEN,
    ): "Let this account read the folder, or name one above it that it may read.",
    ("plugins", Reason.CONFIGURATION): "Install the plug-in anew, or remove it with the tool that installed it.",
    (
        "self",
        Reason.INTERNAL,
    ): "Make room on the disk or restart Porchlight; if it comes back, report it with the log.",
}


def next_step(reason: Reason, kind: str = "") -> str:
    """What a person can do about it, for a kind of component: one or two plain sentences."""
    return _BY_KIND.get((kind, reason)) or _ADVICE[reason]


def all_advice() -> list[str]:
    """Every text that ``next_step`` may give, for translators."""
    return sorted({*_ADVICE.values(), *_BY_KIND.values()})
