"""The label of each setting in a form, and one sentence on it. A plug-in's settings have their own title."""

from dataclasses import dataclass

from pydantic.fields import FieldInfo

from porchlight.language.current import tr, tr_in


@dataclass(frozen=True, slots=True)
class FieldTexts:
    """The label, and a sentence of help."""

    label: str
    help: str = ""


def field_texts(name: str, info: FieldInfo) -> FieldTexts:
    """The title of a plug-in's model, else ours, else the key itself as text."""
    known = texts_of_ours(name)
    if known is not None and info.title is None:
        return known
    return FieldTexts(info.title or name.replace("_", " ").capitalize(), info.description or "")


def texts_of_ours(name: str) -> FieldTexts | None:

    def texts(label: str, text: str = "") -> FieldTexts:
        return FieldTexts(label, text)

    match name:
        case "name":
            return texts(tr("Name"), tr("As people call it."))
        case "tags":
            return texts(tr("Tags"), tr("Words for grouping, with commas between them."))
        case "critical":
            return texts(tr_in("a component", "Critical"), tr("The light turns red when it fails."))
        case "enabled":
            return texts(tr("Watched"), tr("Whether it is checked at all."))
        case "interval":
            return texts(tr("Check every"), tr("Such as 30s, 5m or 1h."))
        case "timeout":
            return texts(
                tr("Wait for an answer"),
                tr("After this long without an answer the check has failed."),
            )
        case "confirmations":
            return texts(
                tr("Confirmations"),
                tr("How often a first failure is checked again before it counts."),
            )
        case "confirmation_pause":
            return texts(tr("Pause before confirming"))
        case "depends_on":
            return texts(tr("Depends on"), tr("Their trouble explains this one's."))
        case "slow_limit":
            return texts(
                tr("Slow above"),
                tr("Response time over which a check counts as slow."),
            )
        case "local":
            return texts(
                tr("On this network"),
                tr("Judged by its own results even when this computer is offline."),
            )
        case "url":
            return texts(tr("Address"), tr("Without a password; that goes into the keyring."))
        case "allow_unencrypted":
            return texts(
                tr("Unencrypted too"),
                tr("Its secrets may cross other networks in the clear, where others can read them."),
            )
        case "method":
            return texts(tr("Method"))
        case "headers":
            return texts(tr("Headers"))
        case "expect_status":
            return texts(tr("Expected codes"), tr("Any 2xx where nothing stands here."))
        case "expect_text":
            return texts(tr("Expected text"), tr("Must be on the page."))
        case "json_pointer":
            return texts(
                tr("Value in the answer"),
                tr("A JSON pointer such as /queue/length."),
            )
        case "json_operator" | "query_operator":
            return texts(tr("Condition"))
        case "json_value" | "query_value":
            return texts(tr("Compared with"))
        case "follow_redirects":
            return texts(tr("Follow redirects"))
        case "credential":
            return texts(tr("Credential"), tr("The name under which the keyring holds it."))
        case "auth":
            return texts(tr("Sent as"))
        case "auth_user":
            return texts(tr("User"))
        case "auth_header":
            return texts(tr("Header's name"))
        case "health_payload":
            return texts(tr("Believe its health report"), tr("Where the answer is one."))
        case "certificate_days":
            return texts(tr("Certificate warning"), tr("Days before its end."))
        case "verify":
            return texts(tr("Check the certificate"))
        case "allow_unencrypted":
            return texts(
                tr("Credential without encryption"),
                tr("Others on the way can then read it."),
            )
        case "query":
            return texts(tr("Question"), tr("One SELECT; the first value is compared."))
        case "organization_id":
            return texts(
                tr("Organisation's number"),
                tr("It stands in the address of your Classy pages."),
            )
        case "base_url":
            return texts(tr("API address"))
        case "token_url":
            return texts(tr("Token address"))
        case "my_domain":
            return texts(
                tr("My Domain address"),
                tr("Such as https://example.my.salesforce.com; Setup → My Domain shows it."),
            )
        case "account_id":
            return texts(
                tr("Account's number"),
                tr("The Hub ID; with it, a token of another account is told."),
            )
        case "org_id":
            return texts(
                tr("Organisation's id"),
                tr("Neon: Settings → Organization Profile."),
            )
        case "login":
            return texts(tr("Login"), tr("The e-mail address that the key belongs to."))
        case "live":
            return texts(
                tr("Real gifts"),
                tr("A live key is expected; without this, a test key is."),
            )
        case "api_version":
            return texts(tr("API version"), tr("Only where the usual one does not work."))
        case "path":
            return texts(tr("What is asked"), tr("A path that holds nothing of donors."))
        case "consent_days":
            return texts(tr("Consent warning"), tr("Days before its end."))
        case "list_id":
            return texts(
                tr("Audience's id"),
                tr("Audience → Settings → Audience name and defaults."),
            )
        case "taken_by":
            return texts(
                tr("Gifts are taken by"),
                tr("All that must work for a gift to be given: the page, the form, the payment."),
            )
        case "passed_on_by":
            return texts(
                tr("Passed on by"),
                tr("All that must work for it to arrive: the sync, its database, the CRM."),
            )
        case "goes_to":
            return texts(tr("Where they arrive"), tr("As in a sentence: the CRM."))
        case "viewer":
            return texts(tr("For looking only"), tr("The windows change no settings."))
        case "contacts_limit":
            return texts(
                tr("Contacts in your plan"),
                tr("Then it is told in time when the audience outgrows it."),
            )
        case "size_limit":
            return texts(
                tr("May grow to"),
                tr("Such as 20 GB; the disk that it is on where nothing stands here."),
            )
        case "check":
            return texts(
                tr("Look once a day"),
                tr("Nothing is sent but Porchlight's version."),
            )
        case "feed":
            return texts(
                tr("List of releases"),
                tr("GitHub's, or a JSON file of your own."),
            )
        case "folder":
            return texts(
                tr("Folder"),
                tr("Where it is installed; only ever read."),
            )
        case "log":
            return texts(
                tr("Its log"),
                tr("Only where combined.log is not in the folder's logs."),
            )
        case "allowance":
            return texts(
                tr("Patience, in intervals"),
                tr("After so many intervals without a good end a sync is stale."),
            )
        case "organizations":
            return texts(
                tr("Organisations"),
                tr("The sync's own numbers; all active ones where nothing stands here."),
            )
        case "known_organizations":
            return texts(
                tr("Known organisations"),
                tr("Classy's own numbers, as an import found them; another one is told as news."),
            )
        case "limits":
            return texts(
                tr("May be this old"),
                tr("For supporters, campaigns, transactions or recurring-plans, such as 2d."),
            )
        case "elsewhere":
            return texts(
                tr("Runs elsewhere"),
                tr("On another computer or in a container: its log alone says how it is."),
            )
        case "database_credential":
            return texts(
                tr("Credential of the database"),
                tr("The name under which the keyring holds its password."),
            )
        case "allowance_percent":
            return texts(tr("May be missing, %"), tr("Of the supporters who want letters."))
        case "allowance_least":
            return texts(
                tr("May be missing, at least"),
                tr("So many may be missing however few supporters there are."),
            )
        case "host":
            return texts(
                tr("Server"),
                tr("A name or an address, without https:// and without the port."),
            )
        case "port":
            return texts(tr("Port"), tr("The usual one where nothing stands here."))
        case "greeting":
            return texts(
                tr("Expected greeting"),
                tr("Must be in what the server says by itself, such as SSH-2.0."),
            )
        case "domain":
            return texts(tr("Name"), tr("Such as example.org."))
        case "record":
            return texts(
                tr("Kind of record"),
                tr("A and AAAA are addresses, MX is for mail, TXT holds SPF and the like."),
            )
        case "expect":
            return texts(
                tr("Expected records"),
                tr("All must be there, with commas between them; any will do where none stands here."),
            )
        case "no_others":
            return texts(tr("No others"), tr("Any other record is a fault."))
        case "server":
            return texts(
                tr("DNS server"),
                tr("An address such as 1.1.1.1; this computer's own where none stands here."),
            )
        case "starttls":
            return texts(
                tr("Spoken before TLS"),
                tr("For mail servers and databases that begin in plain text."),
            )
        case "server_name":
            return texts(
                tr("Certificate's name"),
                tr("Only where it is for another name than the server's."),
            )
        case "count":
            return texts(tr("Pings a check"))
        case "max_loss":
            return texts(tr("May be lost, %"), tr("Of the pings of one check."))
        case "encryption":
            return texts(
                tr("Encryption"),
                tr("A password is sent only with it, except to this computer."),
            )
        case "username":
            return texts(tr("User"), tr("Only where the login is to be tried."))
        case "process":
            return texts(tr("Program"), tr("Its name, such as nginx."))
        case "command":
            return texts(
                tr("In its command line"),
                tr("A part that tells it from others, such as sync.js --daemon."),
            )
        case "pid_file":
            return texts(
                tr("File with its number"),
                tr("The pid file that the program writes."),
            )
        case "at_least":
            return texts(tr("At least"), tr("So many must run."))
        case "max_memory":
            return texts(
                tr("Memory limit"),
                tr("Of all together, such as 2 GB; more is told."),
            )
        case "location":
            return texts(tr("Folder or file"), tr("The disk that it is on is looked at."))
        case "warn_below":
            return texts(tr("Attention below"), tr("Free room, such as 10% or 5 GB."))
        case "fail_below":
            return texts(tr("Error below"), tr("Free room, such as 2% or 1 GB."))
        case "mounted":
            return texts(
                tr("A disk of its own"),
                tr("It is a fault when nothing is mounted there."),
            )
        case "job":
            return texts(tr("Job"), tr("The name under which it reports its runs."))
        case "every":
            return texts(
                tr("Reports every"),
                tr("Such as 1h; as the job says itself where nothing stands here."),
            )
        case "grace":
            return texts(
                tr("May be late by"),
                tr("Half of its interval where nothing stands here."),
            )
        case "longest":
            return texts(tr("A run may take"), tr("Longer ones are told as slow."))
        case "error_above":
            return texts(tr("Error above"))
        case "degraded_above":
            return texts(tr("Warning above"))
        case "degraded_below":
            return texts(tr("Warning below"))
        case "error_below":
            return texts(tr("Error below"))
        case "when_empty":
            return texts(
                tr("Where nothing is found"),
                tr("What it means that the query finds no series."),
            )
        case "only":
            return texts(
                tr("Only these"),
                tr("Names, groups or tags, * for any; all where nothing stands here."),
            )
        case "max_age":
            return texts(
                tr("Last look at most"),
                tr("An older look of the other monitor says nothing about now."),
            )
        case "status_page":
            return texts(
                tr("Status page"),
                tr("The end of its address; without it the metrics are read."),
            )
        case "filters":
            return texts(tr("Filters"), tr('Such as team="donations"; all must hold.'))
        case "error_severities":
            return texts(
                tr("Errors by severity"),
                tr("Values of the label “severity”; others are a warning."),
            )
        case "ignored_severities":
            return texts(tr("Severities left out"))
        case "watchdog":
            return texts(
                tr("Alert that always fires"),
                tr("Its silence tells that Prometheus reaches the Alertmanager no more."),
            )
        case "vendor":
            return texts(
                tr("Vendor"),
                tr("Such as hubspot, salesforce:acme, or the address of its status page; none."),
            )
        case "format":
            return texts(tr("Format"))
        case "parts":
            return texts(
                tr("Parts that matter"),
                tr("By their names on the vendor's page; all where nothing stands here."),
            )
        case "concurrency":
            return texts(tr("Checks at once"))
        case "retention":
            return texts(
                tr("Keep single results"),
                tr("At least 24h; averages are kept for longer."),
            )
        case "proxy":
            return texts(
                tr("Proxy"),
                tr("system, none, or an address such as http://proxy:3128."),
            )
        case "connectivity_urls":
            return texts(
                tr("Asked whether online"),
                tr("Addresses that answer 204; two neutral ones where nothing stands here."),
            )
        case "max_memory_mb":
            return texts(tr("Memory limit, MB"), tr("More than this is told."))
        case "min_free_disk_mb":
            return texts(tr("Free disk needed, MB"), tr("Less than this is told."))
        case "max_loop_lag":
            return texts(tr("Lateness allowed"), tr("How late checks may begin."))
        case "theme":
            return texts(tr("Colours"))
        case "language":
            return texts(tr("Language"))
        case "notifications":
            return texts(
                tr("Notifications"),
                tr("Changes of status are told by the desktop."),
            )
    return None
