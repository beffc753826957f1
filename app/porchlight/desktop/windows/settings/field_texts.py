"""What each setting is called in a form, and one sentence on it. Those of plug-ins bring their own title."""

from dataclasses import dataclass

from pydantic.fields import FieldInfo

from porchlight.desktop.texts import translate


@dataclass(frozen=True, slots=True)
class FieldWords:
    """The label, and a sentence for those who wonder."""

    label: str
    help: str = ""


def field_words(name: str, info: FieldInfo) -> FieldWords:
    """The title that a plug-in's model gives, else ours, else the key itself as words."""
    known = _ours(name)
    if known is not None and info.title is None:
        return known
    return FieldWords(info.title or name.replace("_", " ").capitalize(), info.description or "")


def _ours(name: str) -> FieldWords | None:

    def words(label: str, text: str = "") -> FieldWords:
        return FieldWords(label, text)

    match name:
        case "name":
            return words(translate("Fields", "Name"), translate("Fields", "As people call it."))
        case "tags":
            return words(
                translate("Fields", "Tags"), translate("Fields", "Words for grouping, with commas between them.")
            )
        case "critical":
            return words(translate("Fields", "Critical"), translate("Fields", "The light turns red when it fails."))
        case "enabled":
            return words(translate("Fields", "Watched"), translate("Fields", "Whether it is checked at all."))
        case "interval":
            return words(translate("Fields", "Check every"), translate("Fields", "Such as 30s, 5m or 1h."))
        case "timeout":
            return words(
                translate("Fields", "Wait for an answer"),
                translate("Fields", "After this long without an answer the check has failed."),
            )
        case "confirmations":
            return words(
                translate("Fields", "Confirmations"),
                translate("Fields", "How often a first failure is checked again before it counts."),
            )
        case "confirmation_pause":
            return words(translate("Fields", "Pause before confirming"))
        case "depends_on":
            return words(translate("Fields", "Depends on"), translate("Fields", "Their trouble explains this one's."))
        case "slow_limit":
            return words(
                translate("Fields", "Slow above"),
                translate("Fields", "Response time over which a check counts as slow."),
            )
        case "local":
            return words(
                translate("Fields", "On this network"),
                translate("Fields", "Judged by its own results even when this computer is offline."),
            )
        case "url":
            return words(
                translate("Fields", "Address"), translate("Fields", "Without a password; that goes into the keyring.")
            )
        case "allow_unencrypted":
            return words(
                translate("Fields", "Unencrypted too"),
                translate("Fields", "Its secrets may cross other networks in the clear, where others can read them."),
            )
        case "method":
            return words(translate("Fields", "Method"))
        case "headers":
            return words(translate("Fields", "Headers"))
        case "expect_status":
            return words(
                translate("Fields", "Expected codes"), translate("Fields", "Any 2xx where nothing stands here.")
            )
        case "expect_text":
            return words(translate("Fields", "Expected text"), translate("Fields", "Must be on the page."))
        case "json_pointer":
            return words(
                translate("Fields", "Value in the answer"),
                translate("Fields", "A JSON pointer such as /queue/length."),
            )
        case "json_operator" | "query_operator":
            return words(translate("Fields", "Condition"))
        case "json_value" | "query_value":
            return words(translate("Fields", "Compared with"))
        case "follow_redirects":
            return words(translate("Fields", "Follow redirects"))
        case "credential":
            return words(
                translate("Fields", "Credential"), translate("Fields", "The name under which the keyring holds it.")
            )
        case "auth":
            return words(translate("Fields", "Sent as"))
        case "auth_user":
            return words(translate("Fields", "User"))
        case "auth_header":
            return words(translate("Fields", "Header's name"))
        case "health_payload":
            return words(
                translate("Fields", "Believe its health report"), translate("Fields", "Where the answer is one.")
            )
        case "certificate_days":
            return words(translate("Fields", "Certificate warning"), translate("Fields", "Days before its end."))
        case "verify":
            return words(translate("Fields", "Check the certificate"))
        case "allow_unencrypted":
            return words(
                translate("Fields", "Credential without encryption"),
                translate("Fields", "Others on the way can then read it."),
            )
        case "query":
            return words(
                translate("Fields", "Question"), translate("Fields", "One SELECT; the first value is compared.")
            )
        case "organization_id":
            return words(
                translate("Fields", "Organisation's number"),
                translate("Fields", "It stands in the address of your Classy pages."),
            )
        case "base_url":
            return words(translate("Fields", "API address"))
        case "token_url":
            return words(translate("Fields", "Token address"))
        case "my_domain":
            return words(
                translate("Fields", "My Domain address"),
                translate("Fields", "Such as https://example.my.salesforce.com; Setup → My Domain shows it."),
            )
        case "account_id":
            return words(
                translate("Fields", "Account's number"),
                translate("Fields", "The Hub ID; with it, a token of another account is told."),
            )
        case "org_id":
            return words(
                translate("Fields", "Organisation's id"),
                translate("Fields", "Neon: Settings → Organization Profile."),
            )
        case "login":
            return words(
                translate("Fields", "Login"), translate("Fields", "The e-mail address that the key belongs to.")
            )
        case "live":
            return words(
                translate("Fields", "Real gifts"),
                translate("Fields", "A live key is expected; without this, a test key is."),
            )
        case "api_version":
            return words(
                translate("Fields", "API version"), translate("Fields", "Only where the usual one does not work.")
            )
        case "path":
            return words(
                translate("Fields", "What is asked"), translate("Fields", "A path that holds nothing of donors.")
            )
        case "consent_days":
            return words(translate("Fields", "Consent warning"), translate("Fields", "Days before its end."))
        case "list_id":
            return words(
                translate("Fields", "Audience's id"),
                translate("Fields", "Audience → Settings → Audience name and defaults."),
            )
        case "taken_by":
            return words(
                translate("Fields", "Gifts are taken by"),
                translate("Fields", "All that must work for a gift to be given: the page, the form, the payment."),
            )
        case "passed_on_by":
            return words(
                translate("Fields", "Passed on by"),
                translate("Fields", "All that must work for it to arrive: the sync, its database, the CRM."),
            )
        case "goes_to":
            return words(translate("Fields", "Where they arrive"), translate("Fields", "As in a sentence: the CRM."))
        case "viewer":
            return words(
                translate("Fields", "For looking only"), translate("Fields", "The windows change no settings.")
            )
        case "contacts_limit":
            return words(
                translate("Fields", "Contacts in your plan"),
                translate("Fields", "Then it is told in time when the audience outgrows it."),
            )
        case "size_limit":
            return words(
                translate("Fields", "May grow to"),
                translate("Fields", "Such as 20 GB; the disk that it is on where nothing stands here."),
            )
        case "check":
            return words(
                translate("Fields", "Look once a day"),
                translate("Fields", "Nothing is sent but Porchlight's version."),
            )
        case "feed":
            return words(
                translate("Fields", "List of releases"),
                translate("Fields", "GitHub's, or a JSON file of your own."),
            )
        case "folder":
            return words(
                translate("Fields", "Folder"),
                translate("Fields", "Where it is installed; only ever read."),
            )
        case "log":
            return words(
                translate("Fields", "Its log"),
                translate("Fields", "Only where combined.log is not in the folder's logs."),
            )
        case "allowance":
            return words(
                translate("Fields", "Patience, in intervals"),
                translate("Fields", "After so many intervals without a good end a sync is stale."),
            )
        case "organizations":
            return words(
                translate("Fields", "Organisations"),
                translate("Fields", "The sync's own numbers; all active ones where nothing stands here."),
            )
        case "known_organizations":
            return words(
                translate("Fields", "Known organisations"),
                translate("Fields", "Classy's own numbers, as an import found them; another one is told as news."),
            )
        case "limits":
            return words(
                translate("Fields", "May be this old"),
                translate("Fields", "For supporters, campaigns, transactions or recurring-plans, such as 2d."),
            )
        case "elsewhere":
            return words(
                translate("Fields", "Runs elsewhere"),
                translate("Fields", "On another computer or in a container: its log alone says how it is."),
            )
        case "database_credential":
            return words(
                translate("Fields", "Credential of the database"),
                translate("Fields", "The name under which the keyring holds its password."),
            )
        case "allowance_percent":
            return words(
                translate("Fields", "May be missing, %"), translate("Fields", "Of the supporters who want letters.")
            )
        case "allowance_least":
            return words(
                translate("Fields", "May be missing, at least"),
                translate("Fields", "So many may be missing however few supporters there are."),
            )
        case "host":
            return words(
                translate("Fields", "Server"),
                translate("Fields", "A name or an address, without https:// and without the port."),
            )
        case "port":
            return words(translate("Fields", "Port"), translate("Fields", "The usual one where nothing stands here."))
        case "greeting":
            return words(
                translate("Fields", "Expected greeting"),
                translate("Fields", "Must be in what the server says by itself, such as SSH-2.0."),
            )
        case "domain":
            return words(translate("Fields", "Name"), translate("Fields", "Such as example.org."))
        case "record":
            return words(
                translate("Fields", "Kind of record"),
                translate("Fields", "A and AAAA are addresses, MX is for mail, TXT holds SPF and the like."),
            )
        case "expect":
            return words(
                translate("Fields", "Expected records"),
                translate(
                    "Fields", "All must be there, with commas between them; any will do where none stands here."
                ),
            )
        case "no_others":
            return words(translate("Fields", "No others"), translate("Fields", "Any other record is a fault."))
        case "server":
            return words(
                translate("Fields", "DNS server"),
                translate("Fields", "An address such as 1.1.1.1; this computer's own where none stands here."),
            )
        case "starttls":
            return words(
                translate("Fields", "Spoken before TLS"),
                translate("Fields", "For mail servers and databases that begin in plain text."),
            )
        case "server_name":
            return words(
                translate("Fields", "Certificate's name"),
                translate("Fields", "Only where it is for another name than the server's."),
            )
        case "count":
            return words(translate("Fields", "Pings a check"))
        case "max_loss":
            return words(translate("Fields", "May be lost, %"), translate("Fields", "Of the pings of one check."))
        case "encryption":
            return words(
                translate("Fields", "Encryption"),
                translate("Fields", "A password is sent only with it, except to this computer."),
            )
        case "username":
            return words(translate("Fields", "User"), translate("Fields", "Only where the login is to be tried."))
        case "process":
            return words(translate("Fields", "Program"), translate("Fields", "Its name, such as nginx."))
        case "command":
            return words(
                translate("Fields", "In its command line"),
                translate("Fields", "A part that tells it from others, such as sync.js --daemon."),
            )
        case "pid_file":
            return words(
                translate("Fields", "File with its number"),
                translate("Fields", "The pid file that the program writes."),
            )
        case "at_least":
            return words(translate("Fields", "At least"), translate("Fields", "So many must run."))
        case "max_memory":
            return words(
                translate("Fields", "Memory limit"),
                translate("Fields", "Of all together, such as 2 GB; more is told."),
            )
        case "location":
            return words(
                translate("Fields", "Folder or file"), translate("Fields", "The disk that it is on is looked at.")
            )
        case "warn_below":
            return words(
                translate("Fields", "Attention below"), translate("Fields", "Free room, such as 10% or 5 GB.")
            )
        case "fail_below":
            return words(translate("Fields", "Error below"), translate("Fields", "Free room, such as 2% or 1 GB."))
        case "mounted":
            return words(
                translate("Fields", "A disk of its own"),
                translate("Fields", "It is a fault when nothing is mounted there."),
            )
        case "job":
            return words(translate("Fields", "Job"), translate("Fields", "The name under which it reports its runs."))
        case "every":
            return words(
                translate("Fields", "Reports every"),
                translate("Fields", "Such as 1h; as the job says itself where nothing stands here."),
            )
        case "grace":
            return words(
                translate("Fields", "May be late by"),
                translate("Fields", "Half of its interval where nothing stands here."),
            )
        case "longest":
            return words(translate("Fields", "A run may take"), translate("Fields", "Longer ones are told as slow."))
        case "error_above":
            return words(translate("Fields", "Error above"))
        case "degraded_above":
            return words(translate("Fields", "Warning above"))
        case "degraded_below":
            return words(translate("Fields", "Warning below"))
        case "error_below":
            return words(translate("Fields", "Error below"))
        case "when_empty":
            return words(
                translate("Fields", "Where nothing is found"),
                translate("Fields", "What it means that the query finds no series."),
            )
        case "only":
            return words(
                translate("Fields", "Only these"),
                translate("Fields", "Names, groups or tags, * for any; all where nothing stands here."),
            )
        case "max_age":
            return words(
                translate("Fields", "Last look at most"),
                translate("Fields", "An older look of the other monitor says nothing about now."),
            )
        case "status_page":
            return words(
                translate("Fields", "Status page"),
                translate("Fields", "The end of its address; without it the metrics are read."),
            )
        case "filters":
            return words(
                translate("Fields", "Filters"), translate("Fields", 'Such as team="donations"; all must hold.')
            )
        case "error_severities":
            return words(
                translate("Fields", "Errors by severity"),
                translate("Fields", "Values of the label “severity”; others are a warning."),
            )
        case "ignored_severities":
            return words(translate("Fields", "Severities left out"))
        case "watchdog":
            return words(
                translate("Fields", "Alert that always fires"),
                translate("Fields", "Its silence tells that Prometheus reaches the Alertmanager no more."),
            )
        case "vendor":
            return words(
                translate("Fields", "Vendor"),
                translate("Fields", "Such as hubspot, salesforce:acme, or the address of its status page; none."),
            )
        case "format":
            return words(translate("Fields", "Format"))
        case "parts":
            return words(
                translate("Fields", "Parts that matter"),
                translate("Fields", "By their names on the vendor's page; all where nothing stands here."),
            )
        case "concurrency":
            return words(translate("Fields", "Checks at once"))
        case "retention":
            return words(
                translate("Fields", "Keep single results"),
                translate("Fields", "At least 24h; averages are kept for longer."),
            )
        case "proxy":
            return words(
                translate("Fields", "Proxy"),
                translate("Fields", "system, none, or an address such as http://proxy:3128."),
            )
        case "connectivity_urls":
            return words(
                translate("Fields", "Asked whether online"),
                translate("Fields", "Addresses that answer 204; two neutral ones where nothing stands here."),
            )
        case "max_memory_mb":
            return words(translate("Fields", "Memory limit, MB"), translate("Fields", "More than this is told."))
        case "min_free_disk_mb":
            return words(translate("Fields", "Free disk needed, MB"), translate("Fields", "Less than this is told."))
        case "max_loop_lag":
            return words(translate("Fields", "Lateness allowed"), translate("Fields", "How late checks may begin."))
        case "theme":
            return words(translate("Fields", "Colours"))
        case "language":
            return words(translate("Fields", "Language"))
        case "notifications":
            return words(
                translate("Fields", "Notifications"),
                translate("Fields", "Changes of status are told by the desktop."),
            )
    return None
