"""What can be told alerts, as people call it: services with the address that each of them gives out."""

from dataclasses import dataclass

from porchlight.desktop.words import translate
from porchlight.runtime.kinds import channel_kinds
from porchlight.settings.rules import ChannelSettings


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """One service."""

    title: str
    kind: str
    model: type[ChannelSettings]
    secret_label: str = ""
    secret_hint: str = ""
    """How the secret looks that it wants."""
    help: str = ""
    """Where one gets it."""


def channel_choices() -> list[ChannelChoice]:
    """In the order in which most people need them; plug-ins' kinds last. Addresses: Apprise's own pages on each."""
    kinds = channel_kinds()
    apprise, address = kinds["apprise"], translate("Channels", "Address")
    services = (
        (
            "Slack",
            "https://hooks.slack.com/services/…",
            translate("Channels", "In Slack: Apps → Incoming WebHooks → Add to Slack, then copy its address."),
        ),
        (
            "Microsoft Teams",
            "https://….logic.azure.com:443/workflows/…",
            translate(
                "Channels", "In Teams: the channel's ··· → Workflows → Post when a webhook request is received."
            ),
        ),
        (
            "Discord",
            "https://discord.com/api/webhooks/…",
            translate("Channels", "In Discord: the channel's settings → Integrations → Webhooks → Copy webhook URL."),
        ),
        (
            "ntfy",
            "ntfys://ntfy.sh/…",
            translate("Channels", "ntfys://, the server, / and a topic that nobody guesses."),
        ),
        ("Pushover", "pover://USER@TOKEN", translate("Channels", "Your user key, @ and your application's token.")),
        (
            "Telegram",
            "tgram://BOT-TOKEN/CHAT-ID",
            translate("Channels", "The bot's token from @BotFather, and the chat."),
        ),
    )
    found = [
        ChannelChoice(translate("Channels", "E-mail"), "email", kinds["email"], translate("Channels", "Password"))
    ]
    found += [ChannelChoice(title, "apprise", apprise, address, hint, text) for title, hint, text in services]
    found += [
        ChannelChoice(
            "PagerDuty",
            "pagerduty",
            kinds["pagerduty"],
            translate("Channels", "Integration key"),
            "",
            translate("Channels", "In PagerDuty: the service → Integrations → Events API v2."),
        ),
        ChannelChoice(
            "Alertmanager",
            "alertmanager",
            kinds["alertmanager"],
            translate("Channels", "Password or token"),
            "",
            translate("Channels", "The one that your Prometheus tells; its own address, such as http://host:9093."),
        ),
        ChannelChoice(
            translate("Channels", "Webhook"), "webhook", kinds["webhook"], translate("Channels", "Secret address")
        ),
        ChannelChoice(
            translate("Channels", "Another service"),
            "apprise",
            apprise,
            address,
            "service://…",
            translate("Channels", "Any of the hundred services that Apprise knows, by its address."),
        ),
    ]
    ours = {"alertmanager", "apprise", "console", "email", "pagerduty", "webhook"}
    return found + [ChannelChoice(name, name, model) for name, model in kinds.items() if name not in ours]


def kind_title(kind: str) -> str:
    """A kind of channel in words."""
    match kind:
        case "email":
            return translate("Channels", "E-mail")
        case "webhook":
            return translate("Channels", "Webhook")
        case "pagerduty":
            return "PagerDuty"
        case "alertmanager":
            return "Alertmanager"
        case "apprise":
            return translate("Channels", "By Apprise")
        case "console":
            return translate("Channels", "Where Porchlight runs without a screen")
    return kind
