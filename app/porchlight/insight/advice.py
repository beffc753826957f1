"""Reason → next step, in plain words. One table, complete by test."""

from enum import Enum, auto
from typing import Final

from porchlight.insight.refusal_advice import REFUSALS, REFUSALS_BY_KIND
from porchlight.language.text import Text, msg
from porchlight.model.status import Reason

# ruff: noqa: E501 - one sentence a line reads best here
_ADVICE: Final = {
    **REFUSALS,
    Reason.TIMEOUT: msg("Wait a few minutes. If it continues, tell whoever runs it when it started; if it is only slow, allow it more time in its settings."),
    Reason.LOCKED: msg("Another program holds what is asked for. It passes when that one is done; if it lasts, ask whoever runs it which one it is."),
    Reason.DNS: msg("Check the address for a typing error. If it is right, the domain may have lapsed: ask whoever manages it."),
    Reason.REFUSED: msg("The computer is there, the service is not. Ask whoever runs it to start it, or check the port."),
    Reason.UNREACHABLE: msg("Check that this computer may reach it: VPN, firewall, network."),
    Reason.TLS: msg("Ask whoever runs it to look at its certificate: whoever checks it is turned away now."),
    Reason.CERTIFICATE_CHAIN: msg("Tell whoever hosts it: “Your server sends its certificate without the intermediate one. Please install the full chain.” Some programs fill the gap by themselves; others refuse the connection."),
    Reason.CERTIFICATE_EXPIRING: msg("Ask whoever runs it to renew the certificate before it ends."),
    Reason.AUTH: msg("The key may have been revoked or changed. Create a new one and enter it in Porchlight."),
    Reason.FORBIDDEN: msg("The key works but may not do this. Have its permissions extended by an administrator of the account."),
    Reason.QUOTA: msg("The allowance is used up. Wait until it is renewed, have it raised, or let other programs ask less often."),
    Reason.THROTTLED: msg("It is asked too often. Nothing to do if it passes; else set a longer interval."),
    Reason.HTTP_STATUS: msg("The service itself reports an error. Tell whoever runs it when it happened and what it answered."),
    Reason.CONTENT: msg("It answers, but not with what is expected. Look at it yourself; if it is right, change the expectation."),
    Reason.STALE: msg("Nothing new has come for too long. Look whether the job behind it still runs."),
    Reason.SLOW: msg("It works, but slowly. If it continues, tell whoever runs it."),
    Reason.OFFLINE: msg("Connect this computer to the internet."),
    Reason.CAPTIVE_PORTAL: msg("Open a browser and sign in to this network."),
    Reason.BOT_PROTECTION: msg("Ask whoever runs it to let Porchlight's checks through (user agent “Porchlight”)."),
    Reason.CONFIGURATION: msg("Correct its settings; they say what is wrong."),
    Reason.SECRET_MISSING: msg("Give Porchlight the credential: the component's window asks for it."),
    Reason.FILE: msg("Look whether the file was moved, renamed or deleted, and whether its disk is connected. If it is somewhere else now, correct its place in the settings."),
    Reason.INTERNAL: msg("This is a fault of Porchlight or of a plug-in. Please report it with the log."),
}  # fmt: skip


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
_BY_THING: Final = {
    _Thing.WEB: {
        Reason.TIMEOUT: msg("Open it in a browser. If it is slow there too, tell whoever runs it; if not, allow it more time in its settings."),
        Reason.TLS: msg("Ask whoever runs it to look at its certificate; visitors see a warning now."),
        Reason.HTTP_STATUS: msg("Open it in a browser, then tell whoever runs it when it happened and what it answered."),
    },
    _Thing.VENDOR: {
        Reason.TIMEOUT: msg("Check the vendor's status page. If it reports nothing and this continues, tell the vendor's support when it started."),
        Reason.REFUSED: msg("Check the vendor's status page. If it reports nothing, a firewall or filter on this network may be refusing the connection."),
        Reason.TLS: msg("A filter, proxy or antivirus may answer in the vendor's place: ask whoever runs this network. Else it is the vendor's certificate."),
        Reason.HTTP_STATUS: msg("The vendor reports an error on its side. Check its status page, then tell its support when it happened and what it answered."),
        Reason.CONTENT: msg("The vendor answers otherwise than usual. Look at its status page; if it lasts, tell its support."),
    },
    _Thing.DATABASE: {
        Reason.TIMEOUT: msg("Ask whoever runs the database whether it is overloaded or hangs: whatever uses it waits too."),
        Reason.LOCKED: msg("Ask whoever runs the database which session holds the lock: a backup, an import or a change of its tables. It passes when that ends."),
        Reason.REFUSED: msg("The database does not run, or moved to another port or computer. Ask whoever runs it to start it, or correct its address."),
        Reason.UNREACHABLE: msg("Ask whoever runs the database whether its computer is on; if it is, look at VPN, firewall and network here."),
        Reason.FORBIDDEN: msg("The login works but may not read this. Ask whoever runs the database to allow it."),
        Reason.QUOTA: msg("The login has used up what the server allows it. Wait for the next hour, or have the limit raised."),
        Reason.CONFIGURATION: msg("Correct its settings, such as the database's name or the query; the sentence says which."),
        Reason.AUTH: msg("Ask whoever runs the database whether the password was changed, and give Porchlight the new one."),
        Reason.THROTTLED: msg("All connections are taken. See which program holds them, or have whoever runs it allow more."),
    },
    _Thing.MAIL: {
        Reason.TIMEOUT: msg("Ask whoever runs the mail server whether it is overloaded; a firewall that swallows the connection looks the same."),
    },
    _Thing.MACHINE: {
        Reason.TIMEOUT: msg("Look whether that computer is on and connected; a firewall that swallows the connection looks the same."),
    },
    _Thing.MONITOR: {
        Reason.TIMEOUT: msg("Look whether that monitor's own computer is overloaded; if it is only slow, allow it more time in its settings."),
    },
    _Thing.HERE: {
        Reason.TIMEOUT: msg("This computer or its disk is very busy. Look what keeps it so; if it is always like this, allow more time in its settings."),
        Reason.UNREACHABLE: msg("Look whether the folder and the disk that it is on are there."),
    },
}  # fmt: skip

_NETWORK_OF_THE_SYNC: Final = msg("The sync itself cannot reach what it needs. If its database, Classy and Mailchimp are well here, look at the network of the sync's computer.")  # fmt: skip
_BY_KIND: Final = {
    "classy_sync_log": {
        Reason.TIMEOUT: _NETWORK_OF_THE_SYNC,
        Reason.REFUSED: _NETWORK_OF_THE_SYNC,
        Reason.DNS: _NETWORK_OF_THE_SYNC,
        Reason.UNREACHABLE: _NETWORK_OF_THE_SYNC,
        Reason.TLS: _NETWORK_OF_THE_SYNC,
        Reason.THROTTLED: msg("The sync asks more often than it may, and tries again by itself. If it lasts, let it run less often."),
        Reason.HTTP_STATUS: msg("What the sync asked has failed. Look at the vendor's status page; the sync tries again by itself."),
        Reason.LOCKED: msg("Ask whoever runs the database which session holds the lock; the sync tries again by itself."),
        Reason.FORBIDDEN: msg("Let Porchlight's account read the sync's log; if it was the sync that was refused, ask for the permission that it lacks."),
        Reason.STALE: msg("Look whether the sync's daemon runs; if it does, its log says what holds it up."),
        Reason.AUTH: msg("The sync's own credentials were rejected. Make new ones, give them to the sync, and look whether its next run goes through."),
        Reason.CONTENT: msg("Look into the sync's error log at this time: it says which items failed and why."),
        Reason.CONFIGURATION: msg("Look at the sync's .env file and restart its daemon; or correct the folder in Porchlight's settings."),
    },
    "audience_drift": {
        Reason.AUTH: msg("The database's password or the Mailchimp key is refused; the sentence says which. Give Porchlight the one that is valid now."),
        Reason.TIMEOUT: msg("The database or Mailchimp does not answer in time; look which of the two is in trouble by itself."),
        Reason.CONTENT: msg("Look whether the sync to Mailchimp went through, and have it sync all supporters once."),
    },
    "mailchimp": {
        Reason.AUTH: msg("Make a new key in Mailchimp (profile → Extras → API keys) and give it to Porchlight and to the sync."),
        Reason.THROTTLED: msg("Mailchimp allows 10 connections at once. If the sync runs now, wait for its end; else see what else uses the account."),
        Reason.CONFIGURATION: msg("Copy the audience's id anew from Mailchimp (Audience → Settings → Audience name and defaults) into its settings."),
    },
    "classy": {
        Reason.AUTH: msg("Make new application credentials in Classy (Settings → Apps & Extensions) and give them to Porchlight and to the sync."),
        Reason.FORBIDDEN: msg("Compare the organisation's number with the one in your Classy address, and ask whether the application belongs to it."),
        Reason.THROTTLED: msg("Classy allows 1,800 requests a minute for an application. If the sync runs now, wait for its end."),
    },
    "database": {
        Reason.CONTENT: msg("If the file is damaged, stop what writes it and bring back the last copy; else look at the query's expectation."),
    },
    "classy_sync_freshness": {
        Reason.CONTENT: msg("After a fresh install wait for the first sync; else look whether the address leads to the right database."),
    },
    "classy_sync_daemon": {
        Reason.REFUSED: msg("Start the daemon again, and look at the end of its log for what ended it."),
        Reason.STALE: msg("Look at the end of the daemon's log; if nothing has come for long, restart it."),
    },
    "salesforce": {
        Reason.AUTH: msg("Compare consumer key and secret with the External Client App (Setup → External Client App Manager), and look whether its run-as user is active."),
        Reason.FORBIDDEN: msg("Give the run-as user the permission “API Enabled”, and ask whether the edition of Salesforce has the API."),
        Reason.QUOTA: msg("See in Setup → Company Information which program uses the requests, let it ask less often, or buy more."),
        Reason.CONFIGURATION: msg("Look at the External Client App: client credentials flow turned on, a run-as user chosen; and at the domain (Setup → My Domain)."),
    },
    "hubspot": {
        Reason.AUTH: msg("Copy the token anew from the private app (Settings → Integrations → Private Apps) and give it to Porchlight."),
        Reason.FORBIDDEN: msg("Add the scope to the private app (Settings → Integrations → Private Apps) and store the token that it then has."),
        Reason.QUOTA: msg("See which app uses the requests (Settings → Integrations → Private Apps → Logs); they are renewed at midnight in the account's time zone."),
        Reason.CONFIGURATION: msg("Compare the account with the Hub ID in HubSpot's menu, and the version with HubSpot's own documents."),
    },
    "stripe": {
        Reason.AUTH: msg("Make a restricted key in Stripe (Developers → API keys) that may only read the balance, and give it to Porchlight."),
        Reason.FORBIDDEN: msg("Let the restricted key read the balance (Stripe: Developers → API keys → edit)."),
        Reason.CONFIGURATION: msg("Take the key of the right mode from Stripe (Developers → API keys): a live one for real gifts, a test one for a trial."),
    },
    "paypal": {
        Reason.AUTH: msg("Copy client id and secret anew from PayPal (Developer Dashboard → Apps & Credentials), Live or Sandbox as the address is."),
        Reason.FORBIDDEN: msg("Look at the application in PayPal (Developer Dashboard → Apps & Credentials): the account may be limited."),
    },
    "mailchimp_transactional": {
        Reason.AUTH: msg("Make a new key in Mailchimp Transactional (Settings → SMTP & API Info) and give it to Porchlight."),
        Reason.QUOTA: msg("Receipts will come late. The hourly quota grows with the reputation; ask Mailchimp's support to raise it before a big day."),
    },
    "donorbox": {
        Reason.AUTH: msg("Copy the API key anew from Donorbox (Account → API & Zapier) and compare the login with its owner's."),
        Reason.FORBIDDEN: msg("Look in Donorbox whether the paid API add-on is still there (Account → API & Zapier)."),
    },
    "blackbaud": {
        Reason.AUTH: msg("Give Porchlight's own application a new consent and give Porchlight the four values anew; the guide to Blackbaud says how."),
        Reason.FORBIDDEN: msg("Let a person who may read campaigns give the consent, or ask for something that this one may read."),
        Reason.QUOTA: msg("See in Blackbaud's developer portal what uses the subscription's calls; it is renewed once a day."),
    },
    "neon_crm": {
        Reason.AUTH: msg("Copy organisation id and API key anew from Neon (Settings → User Management → the user's API access)."),
        Reason.FORBIDDEN: msg("Let the API user of Neon read the organisation's profile, or make the key for another user."),
        Reason.THROTTLED: msg("Neon answers five requests at once. If a sync runs now, wait for its end."),
    },
    "tcp": {
        Reason.CONTENT: msg("Something else listens on this port, or the service was updated. Look at it; if it is right, change the greeting that is expected."),
    },
    "dns": {
        Reason.DNS: msg("Look the name up at your registrar: the domain may have lapsed, or its name servers fail. If it is there, correct the name here."),
        Reason.CONTENT: msg("Compare the records with those that your provider asks for. If somebody changed them on purpose, change what is expected."),
        Reason.REFUSED: msg("Ask whoever runs the DNS server to answer this computer, or name another one in its settings."),
        Reason.TIMEOUT: msg("Look whether other names are found. If not, it is this network or its DNS server; else ask whoever runs the server."),
    },
    "ping": {
        Reason.FORBIDDEN: msg("Have an administrator allow this account to send pings, or watch one of its ports instead."),
        Reason.TIMEOUT: msg("Many computers answer no pings on purpose. If this one did until now, look whether it is on and connected."),
        Reason.UNREACHABLE: msg("Look at the way to it: Wi-Fi, cable, VPN. Losses that last are for whoever runs the network."),
    },
    "smtp": {
        Reason.AUTH: msg("Ask for the mailbox's password, or an app password where the provider wants one, and give it to Porchlight."),
        Reason.CONTENT: msg("Compare port and encryption with what the provider says; some offer a login only there, or none by password."),
    },
    "imap": {
        Reason.AUTH: msg("Ask for the mailbox's password, or an app password where the provider wants one, and give it to Porchlight."),
        Reason.CONTENT: msg("Compare port and encryption with what the provider says; some offer a login only there, or none by password."),
    },
    "process": {
        Reason.REFUSED: msg("Start it again, and look into its own log for what ended it."),
        Reason.QUOTA: msg("Look whether it still works properly, and restart it at a quiet time; if its memory grows again, tell whoever made it."),
        Reason.FORBIDDEN: msg("Let Porchlight run under the account of that program, or name the program by process alone."),
    },
    "disk": {
        Reason.QUOTA: msg("Make room: old backups, logs and downloads first. Databases stop taking gifts when a disk is full."),
        Reason.CONTENT: msg("Look whether the folder was moved or renamed, and choose it anew."),
        Reason.UNREACHABLE: msg("Look whether the disk is connected and mounted; one with read errors should be copied and replaced soon."),
        Reason.FORBIDDEN: msg("Let this account read the folder, or name one above it that it may read."),
    },
    "prometheus": {
        Reason.CONFIGURATION: msg("Try the query in Prometheus' own window (Graph), and copy it from there; or correct the address."),
        Reason.STALE: msg("Try the query in Prometheus' own window: the exporter behind it may be gone (Status → Targets). If it may find nothing, say so in its settings."),
        Reason.CONTENT: msg("Look at the series named in Prometheus. If that value is well, change the thresholds."),
    },
    "alertmanager": {
        Reason.CONTENT: msg("Open the Alertmanager: what fires there has its own links and notes. Silence it there and it is quiet here too."),
        Reason.STALE: msg("Look whether Prometheus runs and reaches its Alertmanager (Status → Runtime, alertmanagers)."),
        Reason.CONFIGURATION: msg('Write filters as Alertmanager has them, such as team="donations"; the address ends before /api.'),
    },
    "uptime_kuma": {
        Reason.CONTENT: msg("Open Uptime Kuma and look at the monitor named; it has the last error. If its answer is not known, say so to Porchlight's makers."),
        Reason.AUTH: msg("Make an API key in Uptime Kuma (Settings → API Keys) and give it to Porchlight; or name a status page."),
        Reason.STALE: msg("Look whether Uptime Kuma itself is at work: its newest looks are old. If its intervals are longer, allow them to be older."),
        Reason.CONFIGURATION: msg("Compare the address, the status page's name and the chosen names with what Uptime Kuma shows."),
    },
    "gatus": {
        Reason.CONTENT: msg("Open Gatus and look at the endpoint named: the condition that does not hold is the cause."),
        Reason.STALE: msg("Look whether Gatus itself is at work: its newest looks are old. If its intervals are longer, allow them to be older."),
        Reason.CONFIGURATION: msg("Compare the address and the chosen names with what Gatus shows."),
    },
    "healthchecks": {
        Reason.STALE: msg("Look at the computer that runs the job: its log at the time of the last word says why it went silent."),
        Reason.AUTH: msg("Copy the read-only key from the project's settings in Healthchecks and give it to Porchlight."),
        Reason.CONFIGURATION: msg("Compare the chosen names and tags with those in Healthchecks, and see that the key is that project's."),
    },
    "heartbeat": {
        Reason.STALE: msg("Look at the computer that runs the job: whether it is on, the job is still planned there, and it still tells Porchlight how it went."),
        Reason.CONTENT: msg("The job's own log says why it failed. Run it once by hand to see whether it does again."),
        Reason.SLOW: msg("See whether the job has more to do than before; if that is as it should be, allow it more time."),
        Reason.CONFIGURATION: msg("Say in its settings how often the job runs, or let the job say it."),
    },
    "vendor_status": {
        Reason.CONTENT: msg("Nothing to do here. Open the vendor's status page; if it works for you all the same, wait for the vendor."),
        Reason.CONFIGURATION: msg("Correct the vendor's name, your instance or the address of the feed; vendors move them now and then."),
    },
    "plugins": {
        Reason.CONFIGURATION: msg("Install the plug-in anew, or remove it with the tool that installed it."),
    },
    "self": {
        Reason.INTERNAL: msg("Make room on the disk or restart Porchlight; if it comes back, report it with the log."),
    },
}  # fmt: skip


def next_step(reason: Reason, kind: str = "") -> Text:
    """What a person can do about it, for a kind of component: one or two plain sentences."""
    tables = _BY_KIND.get(kind), REFUSALS_BY_KIND.get(kind), _BY_THING.get(_THINGS[kind]) if kind in _THINGS else None
    return next((table[reason] for table in tables if table is not None and reason in table), _ADVICE[reason])
