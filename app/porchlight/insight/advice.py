"""Reason → next step, in plain words. One table, complete by test."""

from enum import Enum, auto

from porchlight.insight.refusal_advice import REFUSALS, REFUSALS_BY_KIND
from porchlight.model.status import Reason

# ruff: noqa: E501 - one sentence a line reads best here
_ADVICE = {
    **REFUSALS,
    Reason.TIMEOUT: "Wait whether it passes. If it lasts, tell whoever runs it since when; if it is only slow, allow it more time in its settings.",
    Reason.LOCKED: "Another program holds what is asked for. It passes when that one is done; if it lasts, ask whoever runs it which one it is.",
    Reason.DNS: "Check the address for a typing error. If it is right, the domain may have lapsed: ask whoever manages it.",
    Reason.REFUSED: "The computer is there, the service is not. Ask whoever runs it to start it, or check the port.",
    Reason.UNREACHABLE: "Check that this computer may reach it: VPN, firewall, network.",
    Reason.TLS: "Ask whoever runs it to look at its certificate: whoever checks it is turned away now.",
    Reason.CERTIFICATE_CHAIN: "Tell whoever hosts it: “Your server sends its certificate without the intermediate one. Please install the full chain.” Some programs fill the gap by themselves; others refuse the connection.",
    Reason.CERTIFICATE_EXPIRING: "Ask whoever runs it to renew the certificate before it ends.",
    Reason.AUTH: "The key may have been revoked or changed. Make a new one and give it to Porchlight.",
    Reason.FORBIDDEN: "The key works but may not do this. Have its permissions extended by an administrator of the account.",
    Reason.QUOTA: "The allowance is used up. Wait until it is renewed, have it raised, or let other programs ask less often.",
    Reason.THROTTLED: "It is asked too often. Nothing to do if it passes; else set a longer interval.",
    Reason.HTTP_STATUS: "It reports a failure of its own. Tell whoever runs it the time and what it answered.",
    Reason.CONTENT: "It answers, but not with what is expected. Look at it yourself; if it is right, change the expectation.",
    Reason.STALE: "Nothing new has come for too long. Look whether the job behind it still runs.",
    Reason.SLOW: "It works, slowly. Watch whether it passes; if it lasts, tell whoever runs it.",
    Reason.OFFLINE: "Connect this computer to the internet.",
    Reason.CAPTIVE_PORTAL: "Open a browser and sign in to this network.",
    Reason.BOT_PROTECTION: "Ask whoever runs it to let Porchlight's checks through (user agent “Porchlight”).",
    Reason.CONFIGURATION: "Correct its settings; they say what is wrong.",
    Reason.SECRET_MISSING: "Give Porchlight the credential: the component's window asks for it.",
    Reason.FILE: "Look whether the file was moved, renamed or deleted, and whether its disk is connected. If it is somewhere else now, correct its place in the settings.",
    Reason.INTERNAL: "This is a fault of Porchlight or of a plug-in. Please report it with the log.",
}


class _Thing(Enum):
    """What a kind of component is: a database is not opened in a browser, nor has it a status page."""

    WEB = auto()
    VENDOR = auto()
    DATABASE = auto()
    MAIL = auto()
    MACHINE = auto()
    MONITOR = auto()
    HERE = auto()


_THINGS = {
    "http": _Thing.WEB,
    **dict.fromkeys(
        (
            "blackbaud", "classy", "donorbox", "hubspot", "mailchimp", "mailchimp_transactional", "neon_crm", "paypal",
            "salesforce", "stripe",
        ),
        _Thing.VENDOR,
    ),
    **dict.fromkeys(("database", "classy_sync_freshness"), _Thing.DATABASE),
    **dict.fromkeys(("smtp", "imap"), _Thing.MAIL),
    **dict.fromkeys(("tcp", "tls"), _Thing.MACHINE),
    **dict.fromkeys(("alertmanager", "gatus", "healthchecks", "prometheus", "uptime_kuma"), _Thing.MONITOR),
    **dict.fromkeys(("classy_sync_daemon", "disk", "heartbeat", "plugins", "process", "self"), _Thing.HERE),
}  # fmt: skip
_NETWORK_OF_THE_SYNC = "The sync itself cannot reach what it needs. If its database, Classy and Mailchimp are well here, look at the network of the sync's computer."
_BY_THING = {
    (
        _Thing.WEB,
        Reason.TIMEOUT,
    ): "Open it in a browser. If it is slow there too, tell whoever runs it; if not, allow it more time in its settings.",
    (_Thing.WEB, Reason.TLS): "Ask whoever runs it to look at its certificate; visitors see a warning now.",
    (
        _Thing.WEB,
        Reason.HTTP_STATUS,
    ): "Open it in a browser, then tell whoever runs it the time and what it answered.",
    (
        _Thing.VENDOR,
        Reason.TIMEOUT,
    ): "Look at the vendor's status page. If nothing stands there and it lasts, tell the vendor's support since when.",
    (
        _Thing.VENDOR,
        Reason.REFUSED,
    ): "Look at the vendor's status page. If nothing stands there, a firewall or filter of this network may refuse it.",
    (
        _Thing.VENDOR,
        Reason.TLS,
    ): "A filter, proxy or antivirus may answer in the vendor's place: ask whoever runs this network. Else it is the vendor's certificate.",
    (
        _Thing.VENDOR,
        Reason.HTTP_STATUS,
    ): "The vendor's own side fails. Look at its status page, then tell its support the time and what it answered.",
    (
        _Thing.VENDOR,
        Reason.CONTENT,
    ): "The vendor answers otherwise than usual. Look at its status page; if it lasts, tell its support.",
    (
        _Thing.DATABASE,
        Reason.TIMEOUT,
    ): "Ask whoever runs the database whether it is overloaded or hangs: whatever uses it waits too.",
    (
        _Thing.DATABASE,
        Reason.LOCKED,
    ): "Ask whoever runs the database which session holds the lock: a backup, an import or a change of its tables. It passes when that ends.",
    (
        _Thing.DATABASE,
        Reason.REFUSED,
    ): "The database does not run, or moved to another port or computer. Ask whoever runs it to start it, or correct its address.",
    (
        _Thing.DATABASE,
        Reason.UNREACHABLE,
    ): "Ask whoever runs the database whether its computer is on; if it is, look at VPN, firewall and network here.",
    (
        _Thing.DATABASE,
        Reason.FORBIDDEN,
    ): "The login works but may not read this. Ask whoever runs the database to allow it.",
    (
        _Thing.DATABASE,
        Reason.QUOTA,
    ): "The login has used up what the server allows it. Wait for the next hour, or have the limit raised.",
    (
        _Thing.DATABASE,
        Reason.CONFIGURATION,
    ): "Correct its settings, such as the database's name or the query; the sentence says which.",
    (
        _Thing.MAIL,
        Reason.TIMEOUT,
    ): "Ask whoever runs the mail server whether it is overloaded; a firewall that swallows the connection looks the same.",
    (
        _Thing.MACHINE,
        Reason.TIMEOUT,
    ): "Look whether that computer is on and connected; a firewall that swallows the connection looks the same.",
    (
        _Thing.MONITOR,
        Reason.TIMEOUT,
    ): "Look whether that monitor's own computer is overloaded; if it is only slow, allow it more time in its settings.",
    (
        _Thing.HERE,
        Reason.TIMEOUT,
    ): "This computer or its disk is very busy. Look what keeps it so; if it is always like this, allow more time in its settings.",
    (_Thing.HERE, Reason.UNREACHABLE): "Look whether the folder and the disk that it is on are there.",
    (
        _Thing.DATABASE,
        Reason.AUTH,
    ): "Ask whoever runs the database whether the password was changed, and give Porchlight the new one.",
    (
        _Thing.DATABASE,
        Reason.THROTTLED,
    ): "All connections are taken. See which program holds them, or have whoever runs it allow more.",
}

_BY_KIND = {
    **REFUSALS_BY_KIND,
    ("classy_sync_log", Reason.TIMEOUT): _NETWORK_OF_THE_SYNC,
    ("classy_sync_log", Reason.REFUSED): _NETWORK_OF_THE_SYNC,
    ("classy_sync_log", Reason.DNS): _NETWORK_OF_THE_SYNC,
    ("classy_sync_log", Reason.UNREACHABLE): _NETWORK_OF_THE_SYNC,
    ("classy_sync_log", Reason.TLS): _NETWORK_OF_THE_SYNC,
    (
        "classy_sync_log",
        Reason.THROTTLED,
    ): "The sync asks more often than it may, and tries again by itself. If it lasts, let it run less often.",
    (
        "classy_sync_log",
        Reason.HTTP_STATUS,
    ): "What the sync asked has failed. Look at the vendor's status page; the sync tries again by itself.",
    (
        "classy_sync_log",
        Reason.LOCKED,
    ): "Ask whoever runs the database which session holds the lock; the sync tries again by itself.",
    (
        "classy_sync_log",
        Reason.FORBIDDEN,
    ): "Let Porchlight's account read the sync's log; if it was the sync that was refused, ask for the permission that it lacks.",
    (
        "audience_drift",
        Reason.AUTH,
    ): "The database's password or the Mailchimp key is refused; the sentence says which. Give Porchlight the one that is valid now.",
    (
        "audience_drift",
        Reason.TIMEOUT,
    ): "The database or Mailchimp does not answer in time; look which of the two is in trouble by itself.",
    (
        "mailchimp",
        Reason.AUTH,
    ): "Make a new key in Mailchimp (profile → Extras → API keys) and give it to Porchlight and to the sync.",
    (
        "mailchimp",
        Reason.THROTTLED,
    ): "Mailchimp allows 10 connections at once. If the sync runs now, wait for its end; else see what else uses the account.",
    (
        "mailchimp",
        Reason.CONFIGURATION,
    ): "Copy the audience's id anew from Mailchimp (Audience → Settings → Audience name and defaults) into its settings.",
    (
        "classy",
        Reason.AUTH,
    ): "Make new application credentials in Classy (Settings → Apps & Extensions) and give them to Porchlight and to the sync.",
    (
        "classy",
        Reason.FORBIDDEN,
    ): "Compare the organisation's number with the one in your Classy address, and ask whether the application belongs to it.",
    (
        "classy",
        Reason.THROTTLED,
    ): "Classy allows 1,800 requests a minute for an application. If the sync runs now, wait for its end.",
    (
        "database",
        Reason.CONTENT,
    ): "If the file is damaged, stop what writes it and bring back the last copy; else look at the query's expectation.",
    (
        "classy_sync_log",
        Reason.STALE,
    ): "Look whether the sync's daemon runs; if it does, its log says what holds it up.",
    (
        "classy_sync_log",
        Reason.AUTH,
    ): "The sync's own credentials were rejected. Make new ones, give them to the sync, and look whether its next run goes through.",
    (
        "classy_sync_log",
        Reason.CONTENT,
    ): "Look into the sync's error log at this time: it says which items failed and why.",
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
    ): "Start the daemon again, and look at the end of its log for what ended it.",
    (
        "classy_sync_daemon",
        Reason.STALE,
    ): "Look at the end of the daemon's log; if nothing has come for long, restart it.",
    (
        "audience_drift",
        Reason.CONTENT,
    ): "Look whether the sync to Mailchimp went through, and have it sync all supporters once.",
    (
        "salesforce",
        Reason.AUTH,
    ): "Compare consumer key and secret with the External Client App (Setup → External Client App Manager), and look whether its run-as user is active.",
    (
        "salesforce",
        Reason.FORBIDDEN,
    ): "Give the run-as user the permission “API Enabled”, and ask whether the edition of Salesforce has the API.",
    (
        "salesforce",
        Reason.QUOTA,
    ): "See in Setup → Company Information which program uses the requests, let it ask less often, or buy more.",
    (
        "salesforce",
        Reason.CONFIGURATION,
    ): "Look at the External Client App: client credentials flow turned on, a run-as user chosen; and at the domain (Setup → My Domain).",
    (
        "hubspot",
        Reason.AUTH,
    ): "Copy the token anew from the private app (Settings → Integrations → Private Apps) and give it to Porchlight.",
    (
        "hubspot",
        Reason.FORBIDDEN,
    ): "Add the scope to the private app (Settings → Integrations → Private Apps) and store the token that it then has.",
    (
        "hubspot",
        Reason.QUOTA,
    ): "See which app uses the requests (Settings → Integrations → Private Apps → Logs); they are renewed at midnight in the account's time zone.",
    (
        "hubspot",
        Reason.CONFIGURATION,
    ): "Compare the account with the Hub ID in HubSpot's menu, and the version with HubSpot's own documents.",
    (
        "stripe",
        Reason.AUTH,
    ): "Make a restricted key in Stripe (Developers → API keys) that may only read the balance, and give it to Porchlight.",
    (
        "stripe",
        Reason.FORBIDDEN,
    ): "Let the restricted key read the balance (Stripe: Developers → API keys → edit).",
    (
        "stripe",
        Reason.CONFIGURATION,
    ): "Take the key of the right mode from Stripe (Developers → API keys): a live one for real gifts, a test one for a trial.",
    (
        "paypal",
        Reason.AUTH,
    ): "Copy client id and secret anew from PayPal (Developer Dashboard → Apps & Credentials), Live or Sandbox as the address is.",
    (
        "paypal",
        Reason.FORBIDDEN,
    ): "Look at the application in PayPal (Developer Dashboard → Apps & Credentials): the account may be limited.",
    (
        "mailchimp_transactional",
        Reason.AUTH,
    ): "Make a new key in Mailchimp Transactional (Settings → SMTP & API Info) and give it to Porchlight.",
    (
        "mailchimp_transactional",
        Reason.QUOTA,
    ): "Receipts will come late. The hourly quota grows with the reputation; ask Mailchimp's support to raise it before a big day.",
    (
        "donorbox",
        Reason.AUTH,
    ): "Copy the API key anew from Donorbox (Account → API & Zapier) and compare the login with its owner's.",
    (
        "donorbox",
        Reason.FORBIDDEN,
    ): "Look in Donorbox whether the paid API add-on is still there (Account → API & Zapier).",
    (
        "blackbaud",
        Reason.AUTH,
    ): "Give Porchlight's own application a new consent and give Porchlight the four values anew; the guide to Blackbaud says how.",
    (
        "blackbaud",
        Reason.FORBIDDEN,
    ): "Let a person who may read campaigns give the consent, or ask for something that this one may read.",
    (
        "blackbaud",
        Reason.QUOTA,
    ): "See in Blackbaud's developer portal what uses the subscription's calls; it is renewed once a day.",
    (
        "neon_crm",
        Reason.AUTH,
    ): "Copy organisation id and API key anew from Neon (Settings → User Management → the user's API access).",
    (
        "neon_crm",
        Reason.FORBIDDEN,
    ): "Let the API user of Neon read the organisation's profile, or make the key for another user.",
    (
        "neon_crm",
        Reason.THROTTLED,
    ): "Neon answers five requests at once. If a sync runs now, wait for its end.",
    (
        "tcp",
        Reason.CONTENT,
    ): "Something else listens on this port, or the service was updated. Look at it; if it is right, change the greeting that is expected.",
    (
        "dns",
        Reason.DNS,
    ): "Look the name up at your registrar: the domain may have lapsed, or its name servers fail. If it is there, correct the name here.",
    (
        "dns",
        Reason.CONTENT,
    ): "Compare the records with those that your provider asks for. If somebody changed them on purpose, change what is expected.",
    (
        "dns",
        Reason.REFUSED,
    ): "Ask whoever runs the DNS server to answer this computer, or name another one in its settings.",
    (
        "dns",
        Reason.TIMEOUT,
    ): "Look whether other names are found. If not, it is this network or its DNS server; else ask whoever runs the server.",
    (
        "ping",
        Reason.FORBIDDEN,
    ): "Have an administrator allow this account to send pings, or watch one of its ports instead.",
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
    ): "Ask for the mailbox's password, or an app password where the provider wants one, and give it to Porchlight.",
    (
        "smtp",
        Reason.CONTENT,
    ): "Compare port and encryption with what the provider says; some offer a login only there, or none by password.",
    (
        "imap",
        Reason.AUTH,
    ): "Ask for the mailbox's password, or an app password where the provider wants one, and give it to Porchlight.",
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
    ): "Look whether the folder was moved or renamed, and choose it anew.",
    (
        "disk",
        Reason.UNREACHABLE,
    ): "Look whether the disk is connected and mounted; one with read errors should be copied and replaced soon.",
    (
        "disk",
        Reason.FORBIDDEN,
    ): "Let this account read the folder, or name one above it that it may read.",
    (
        "prometheus",
        Reason.CONFIGURATION,
    ): "Try the query in Prometheus' own window (Graph), and copy it from there; or correct the address.",
    (
        "prometheus",
        Reason.STALE,
    ): "Try the query in Prometheus' own window: the exporter behind it may be gone (Status → Targets). If it may find nothing, say so in its settings.",
    (
        "prometheus",
        Reason.CONTENT,
    ): "Look at the series named in Prometheus. If that value is well, change the thresholds.",
    (
        "alertmanager",
        Reason.CONTENT,
    ): "Open the Alertmanager: what fires there has its own links and notes. Silence it there and it is quiet here too.",
    (
        "alertmanager",
        Reason.STALE,
    ): "Look whether Prometheus runs and reaches its Alertmanager (Status → Runtime, alertmanagers).",
    (
        "alertmanager",
        Reason.CONFIGURATION,
    ): 'Write filters as Alertmanager has them, such as team="donations"; the address ends before /api.',
    (
        "uptime_kuma",
        Reason.CONTENT,
    ): "Open Uptime Kuma and look at the monitor named; it has the last error. If its answer is not known, say so to Porchlight's makers.",
    (
        "uptime_kuma",
        Reason.AUTH,
    ): "Make an API key in Uptime Kuma (Settings → API Keys) and give it to Porchlight; or name a status page.",
    (
        "uptime_kuma",
        Reason.STALE,
    ): "Look whether Uptime Kuma itself is at work: its newest looks are old. If its intervals are longer, allow them to be older.",
    (
        "uptime_kuma",
        Reason.CONFIGURATION,
    ): "Compare the address, the status page's name and the chosen names with what Uptime Kuma shows.",
    (
        "gatus",
        Reason.CONTENT,
    ): "Open Gatus and look at the endpoint named: the condition that does not hold is the cause.",
    (
        "gatus",
        Reason.STALE,
    ): "Look whether Gatus itself is at work: its newest looks are old. If its intervals are longer, allow them to be older.",
    ("gatus", Reason.CONFIGURATION): "Compare the address and the chosen names with what Gatus shows.",
    (
        "healthchecks",
        Reason.STALE,
    ): "Look at the computer that runs the job: its log at the time of the last word says why it went silent.",
    (
        "healthchecks",
        Reason.AUTH,
    ): "Copy the read-only key from the project's settings in Healthchecks and give it to Porchlight.",
    (
        "healthchecks",
        Reason.CONFIGURATION,
    ): "Compare the chosen names and tags with those in Healthchecks, and see that the key is that project's.",
    (
        "heartbeat",
        Reason.STALE,
    ): "Look at the computer that runs the job: whether it is on, the job is still planned there, and it still tells Porchlight how it went.",
    (
        "heartbeat",
        Reason.CONTENT,
    ): "The job's own log says why it failed. Run it once by hand to see whether it does again.",
    (
        "heartbeat",
        Reason.SLOW,
    ): "See whether the job has more to do than before; if that is as it should be, allow it more time.",
    ("heartbeat", Reason.CONFIGURATION): "Say in its settings how often the job runs, or let the job say it.",
    (
        "vendor_status",
        Reason.CONTENT,
    ): "Nothing to do here. Open the vendor's status page; if it works for you all the same, wait for the vendor.",
    (
        "vendor_status",
        Reason.CONFIGURATION,
    ): "Correct the vendor's name, your instance or the address of the feed; vendors move them now and then.",
    ("plugins", Reason.CONFIGURATION): "Install the plug-in anew, or remove it with the tool that installed it.",
    (
        "self",
        Reason.INTERNAL,
    ): "Make room on the disk or restart Porchlight; if it comes back, report it with the log.",
}


def next_step(reason: Reason, kind: str = "") -> str:
    """What a person can do about it, for a kind of component: one or two plain sentences."""
    of_thing = _BY_THING.get((_THINGS[kind], reason)) if kind in _THINGS else None
    return _BY_KIND.get((kind, reason)) or of_thing or _ADVICE[reason]


def all_advice() -> list[str]:
    """Every text that ``next_step`` may give, for translators."""
    return sorted({*_ADVICE.values(), *_BY_THING.values(), *_BY_KIND.values()})
