"""The settings of a program that watches one website and tells one receiver."""

from tests.integration.alerts.hook import Hook
from tests.integration.simulators import Beside


def settings(website: Beside, receiver: Hook) -> str:
    return f"""
        [monitor]
        interval = "1s"
        confirmations = 1
        confirmation_pause = "50ms"
        connectivity_urls = []
        [alerts]
        builtin = false
        [components.website]
        kind = "http"
        name = "Donation page"
        url = "{website.url}"
        critical = true
        [rules.down]
        name = "The donation page is down"
        when = {{ component = "website", status = "error" }}
        severity = "critical"
        cooldown = "1s"
        channels = ["ops", "console"]
        [channels.ops]
        kind = "webhook"
        url = "{receiver.url}"
        """
