"""What each setting is called in a form, and one sentence on it. Those of plug-ins bring their own title."""

from dataclasses import dataclass

from pydantic.fields import FieldInfo

from porchlight.desktop.texts import translate


@dataclass(frozen=True, slots=True)
class FieldTexts:
    """The label, and a sentence for those who wonder."""

    label: str
    help: str = ""


def field_texts(name: str, info: FieldInfo) -> FieldTexts:
    """The title that a plug-in's model gives, else ours, else the key itself as text."""
    known = _ours(name)
    if known is not None and info.title is None:
        return known
    return FieldTexts(info.title or name.replace("_", " ").capitalize(), info.description or "")


def _ours(name: str) -> FieldTexts | None:

    def texts(label: str, text: str = "") -> FieldTexts:
        return FieldTexts(label, text)

    match name:
        case "name":
            return texts(translate("Fields", "Name"), translate("Fields", "As people call it."))
        case "tags":
            return texts(
                translate("Fields", "Tags"), translate("Fields", "Words for grouping, with commas between them.")
            )
        case "critical":
            return texts(translate("Fields", "Critical"), translate("Fields", "The light turns red when it fails."))
        case "enabled":
            return texts(translate("Fields", "Watched"), translate("Fields", "Whether it is checked at all."))
        case "interval":
            return texts(translate("Fields", "Check every"), translate("Fields", "Such as 30s, 5m or 1h."))
        case "timeout":
            return texts(
                translate("Fields", "Wait for an answer"),
                translate("Fields", "After this long without an answer the check has failed."),
            )
        case "confirmations":
            return texts(
                translate("Fields", "Confirmations"),
                translate("Fields", "How often a first failure is checked again before it counts."),
            )
        case "confirmation_pause":
            return texts(translate("Fields", "Pause before confirming"))
        case "depends_on":
            return texts(translate("Fields", "Depends on"), translate("Fields", "Their trouble explains this one's."))
        case "slow_limit":
            return texts(
                translate("Fields", "Slow above"),
                translate("Fields", "Response time over which a check counts as slow."),
            )
        case "local":
            return texts(
                translate("Fields", "On this network"),
                translate("Fields", "Judged by its own results even when this computer is offline."),
            )
        case "url":
            return texts(
                translate("Fields", "Address"), translate("Fields", "Without a password; that goes into the keyring.")
            )
        case "allow_unencrypted":
            return texts(
                translate("Fields", "Unencrypted too"),
                translate("Fields", "Its secrets may cross other networks in the clear, where others can read them."),
            )
        case "method":
            return texts(translate("Fields", "Method"))
        case "headers":
            return texts(translate("Fields", "Headers"))
        case "expect_status":
            return texts(
                translate("Fields", "Expected codes"), translate("Fields", "Any 2xx where nothing stands here.")
            )
        case "expect_text":
            return texts(translate("Fields", "Expected text"), translate("Fields", "Must be on the page."))
        case "json_pointer":
            return texts(
                translate("Fields", "Value in the answer"),
                translate("Fields", "A JSON pointer such as /queue/length."),
            )
        case "json_operator" | "query_operator":
            return texts(translate("Fields", "Condition"))
        case "json_value" | "query_value":
            return texts(translate("Fields", "Compared with"))
        case "follow_redirects":
            return texts(translate("Fields", "Follow redirects"))
        case "credential":
            return texts(
                translate("Fields", "Credential"), translate("Fields", "The name under which the keyring holds it.")
            )
        case "auth":
            return texts(translate("Fields", "Sent as"))
        case "auth_user":
            return texts(translate("Fields", "User"))
        case "auth_header":
            return texts(translate("Fields", "Header's name"))
        case "health_payload":
            return texts(
                translate("Fields", "Believe its health report"), translate("Fields", "Where the answer is one.")
            )
        case "certificate_days":
            return texts(translate("Fields", "Certificate warning"), translate("Fields", "Days before its end."))
        case "verify":
            return texts(translate("Fields", "Check the certificate"))
        case "allow_unencrypted":
            return texts(
                translate("Fields", "Credential without encryption"),
                translate("Fields", "Others on the way can then read it."),
            )
        case "query":
            return texts(
                translate("Fields", "Question"), translate("Fields", "One SELECT; the first value is compared.")
            )
        case "organization_id":
            return texts(
                translate("Fields", "Organisation's number"),
                translate("Fields", "It stands in the address of your Classy pages."),
            )
        case "base_url":
            return texts(translate("Fields", "API address"))
        case "token_url":
            return texts(translate("Fields", "Token address"))
        case "my_domain":
            return texts(
                translate("Fields", "My Domain address"),
                translate("Fields", "Such as https://example.my.salesforce.com; Setup → My Domain shows it."),
            )
        case "account_id":
            return texts(
                translate("Fields", "Account's number"),
                translate("Fields", "The Hub ID; with it, a token of another account is told."),
            )
        case "org_id":
            return texts(
                translate("Fields", "Organisation's id"),
                translate("Fields", "Neon: Settings → Organization Profile."),
            )
        case "login":
            return texts(
                translate("Fields", "Login"), translate("Fields", "The e-mail address that the key belongs to.")
            )
        case "live":
            return texts(
                translate("Fields", "Real gifts"),
                translate("Fields", "A live key is expected; without this, a test key is."),
            )
        case "api_version":
            return texts(
                translate("Fields", "API version"), translate("Fields", "Only where the usual one does not work.")
            )
        case "path":
            return texts(
                translate("Fields", "What is asked"), translate("Fields", "A path that holds nothing of donors.")
            )
        case "consent_days":
            return texts(translate("Fields", "Consent warning"), translate("Fields", "Days before its end."))
        case "list_id":
            return texts(
                translate("Fields", "Audience's id"),
                translate("Fields", "Audience → Settings → Audience name and defaults."),
            )
        case "taken_by":
            return texts(
                translate("Fields", "Gifts are taken by"),
                translate("Fields", "All that must work for a gift to be given: the page, the form, the payment."),
            )
        case "passed_on_by":
            return texts(
                translate("Fields", "Passed on by"),
                translate("Fields", "All that must work for it to arrive: the sync, its database, the CRM."),
            )
        case "goes_to":
            return texts(translate("Fields", "Where they arrive"), translate("Fields", "As in a sentence: the CRM."))
        case "viewer":
            return texts(
                translate("Fields", "For looking only"), translate("Fields", "The windows change no settings.")
            )
        case "contacts_limit":
            return texts(
                translate("Fields", "Contacts in your plan"),
                translate("Fields", "Then it is told in time when the audience outgrows it."),
            )
        case "size_limit":
            return texts(
                translate("Fields", "May grow to"),
                translate("Fields", "Such as 20 GB; the disk that it is on where nothing stands here."),
            )
        case "check":
            return texts(
                translate("Fields", "Look once a day"),
                translate("Fields", "Nothing is sent but Porchlight's version."),
            )
        case "feed":
            return texts(
                translate("Fields", "List of releases"),
                translate("Fields", "GitHub's, or a JSON file of your own."),
            )
        case "folder":
            return texts(
                translate("Fields", "Folder"),
                translate("Fields", "Where it is installed; only ever read."),
            )
        case "log":
            return texts(
                translate("Fields", "Its log"),
                translate("Fields", "Only where combined.log is not in the folder's logs."),
            )
        case "allowance":
            return texts(
                translate("Fields", "Patience, in intervals"),
                translate("Fields", "After so many intervals without a good end a sync is stale."),
            )
        case "organizations":
            return texts(
                translate("Fields", "Organisations"),
                translate("Fields", "The sync's own numbers; all active ones where nothing stands here."),
            )
        case "known_organizations":
            return texts(
                translate("Fields", "Known organisations"),
                translate("Fields", "Classy's own numbers, as an import found them; another one is told as news."),
            )
        case "limits":
            return texts(
                translate("Fields", "May be this old"),
                translate("Fields", "For supporters, campaigns, transactions or recurring-plans, such as 2d."),
            )
        case "elsewhere":
            return texts(
                translate("Fields", "Runs elsewhere"),
                translate("Fields", "On another computer or in a container: its log alone says how it is."),
            )
        case "database_credential":
            return texts(
                translate("Fields", "Credential of the database"),
                translate("Fields", "The name under which the keyring holds its password."),
            )
        case "allowance_percent":
            return texts(
                translate("Fields", "May be missing, %"), translate("Fields", "Of the supporters who want letters.")
            )
        case "allowance_least":
            return texts(
                translate("Fields", "May be missing, at least"),
                translate("Fields", "So many may be missing however few supporters there are."),
            )
        case "host":
            return texts(
                translate("Fields", "Server"),
                translate("Fields", "A name or an address, without https:// and without the port."),
            )
        case "port":
            return texts(translate("Fields", "Port"), translate("Fields", "The usual one where nothing stands here."))
        case "greeting":
            return texts(
                translate("Fields", "Expected greeting"),
                translate("Fields", "Must be in what the server says by itself, such as SSH-2.0."),
            )
        case "domain":
            return texts(translate("Fields", "Name"), translate("Fields", "Such as example.org."))
        case "record":
            return texts(
                translate("Fields", "Kind of record"),
                translate("Fields", "A and AAAA are addresses, MX is for mail, TXT holds SPF and the like."),
            )
        case "expect":
            return texts(
                translate("Fields", "Expected records"),
                translate(
                    "Fields", "All must be there, with commas between them; any will do where none stands here."
                ),
            )
        case "no_others":
            return texts(translate("Fields", "No others"), translate("Fields", "Any other record is a fault."))
        case "server":
            return texts(
                translate("Fields", "DNS server"),
                translate("Fields", "An address such as 1.1.1.1; this computer's own where none stands here."),
            )
        case "starttls":
            return texts(
                translate("Fields", "Spoken before TLS"),
                translate("Fields", "For mail servers and databases that begin in plain text."),
            )
        case "server_name":
            return texts(
                translate("Fields", "Certificate's name"),
                translate("Fields", "Only where it is for another name than the server's."),
            )
        case "count":
            return texts(translate("Fields", "Pings a check"))
        case "max_loss":
            return texts(translate("Fields", "May be lost, %"), translate("Fields", "Of the pings of one check."))
        case "encryption":
            return texts(
                translate("Fields", "Encryption"),
                translate("Fields", "A password is sent only with it, except to this computer."),
            )
        case "username":
            return texts(translate("Fields", "User"), translate("Fields", "Only where the login is to be tried."))
        case "process":
            return texts(translate("Fields", "Program"), translate("Fields", "Its name, such as nginx."))
        case "command":
            return texts(
                translate("Fields", "In its command line"),
                translate("Fields", "A part that tells it from others, such as sync.js --daemon."),
            )
        case "pid_file":
            return texts(
                translate("Fields", "File with its number"),
                translate("Fields", "The pid file that the program writes."),
            )
        case "at_least":
            return texts(translate("Fields", "At least"), translate("Fields", "So many must run."))
        case "max_memory":
            return texts(
                translate("Fields", "Memory limit"),
                translate("Fields", "Of all together, such as 2 GB; more is told."),
            )
        case "location":
            return texts(
                translate("Fields", "Folder or file"), translate("Fields", "The disk that it is on is looked at.")
            )
        case "warn_below":
            return texts(
                translate("Fields", "Attention below"), translate("Fields", "Free room, such as 10% or 5 GB.")
            )
        case "fail_below":
            return texts(translate("Fields", "Error below"), translate("Fields", "Free room, such as 2% or 1 GB."))
        case "mounted":
            return texts(
                translate("Fields", "A disk of its own"),
                translate("Fields", "It is a fault when nothing is mounted there."),
            )
        case "job":
            return texts(translate("Fields", "Job"), translate("Fields", "The name under which it reports its runs."))
        case "every":
            return texts(
                translate("Fields", "Reports every"),
                translate("Fields", "Such as 1h; as the job says itself where nothing stands here."),
            )
        case "grace":
            return texts(
                translate("Fields", "May be late by"),
                translate("Fields", "Half of its interval where nothing stands here."),
            )
        case "longest":
            return texts(translate("Fields", "A run may take"), translate("Fields", "Longer ones are told as slow."))
        case "error_above":
            return texts(translate("Fields", "Error above"))
        case "degraded_above":
            return texts(translate("Fields", "Warning above"))
        case "degraded_below":
            return texts(translate("Fields", "Warning below"))
        case "error_below":
            return texts(translate("Fields", "Error below"))
        case "when_empty":
            return texts(
                translate("Fields", "Where nothing is found"),
                translate("Fields", "What it means that the query finds no series."),
            )
        case "only":
            return texts(
                translate("Fields", "Only these"),
                translate("Fields", "Names, groups or tags, * for any; all where nothing stands here."),
            )
        case "max_age":
            return texts(
                translate("Fields", "Last look at most"),
                translate("Fields", "An older look of the other monitor says nothing about now."),
            )
        case "status_page":
            return texts(
                translate("Fields", "Status page"),
                translate("Fields", "The end of its address; without it the metrics are read."),
            )
        case "filters":
            return texts(
                translate("Fields", "Filters"), translate("Fields", 'Such as team="donations"; all must hold.')
            )
        case "error_severities":
            return texts(
                translate("Fields", "Errors by severity"),
                translate("Fields", "Values of the label “severity”; others are a warning."),
            )
        case "ignored_severities":
            return texts(translate("Fields", "Severities left out"))
        case "watchdog":
            return texts(
                translate("Fields", "Alert that always fires"),
                translate("Fields", "Its silence tells that Prometheus reaches the Alertmanager no more."),
            )
        case "vendor":
            return texts(
                translate("Fields", "Vendor"),
                translate("Fields", "Such as hubspot, salesforce:acme, or the address of its status page; none."),
            )
        case "format":
            return texts(translate("Fields", "Format"))
        case "parts":
            return texts(
                translate("Fields", "Parts that matter"),
                translate("Fields", "By their names on the vendor's page; all where nothing stands here."),
            )
        case "concurrency":
            return texts(translate("Fields", "Checks at once"))
        case "retention":
            return texts(
                translate("Fields", "Keep single results"),
                translate("Fields", "At least 24h; averages are kept for longer."),
            )
        case "proxy":
            return texts(
                translate("Fields", "Proxy"),
                translate("Fields", "system, none, or an address such as http://proxy:3128."),
            )
        case "connectivity_urls":
            return texts(
                translate("Fields", "Asked whether online"),
                translate("Fields", "Addresses that answer 204; two neutral ones where nothing stands here."),
            )
        case "max_memory_mb":
            return texts(translate("Fields", "Memory limit, MB"), translate("Fields", "More than this is told."))
        case "min_free_disk_mb":
            return texts(translate("Fields", "Free disk needed, MB"), translate("Fields", "Less than this is told."))
        case "max_loop_lag":
            return texts(translate("Fields", "Lateness allowed"), translate("Fields", "How late checks may begin."))
        case "theme":
            return texts(translate("Fields", "Colours"))
        case "language":
            return texts(translate("Fields", "Language"))
        case "notifications":
            return texts(
                translate("Fields", "Notifications"),
                translate("Fields", "Changes of status are told by the desktop."),
            )
    return None
