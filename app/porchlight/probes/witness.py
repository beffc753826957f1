"""Notes during a check whether an answer came that only the real server can give: over verified TLS, without a
forgeable redirect before it."""

from typing import Any

from porchlight.net.addresses import LONGEST_ADDRESS, host_in
from porchlight.net.exchange import HttpClient, NoReply, Reply
from porchlight.net.host_names import same_host


class Witness:
    """Implements HttpClient for one check."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http
        self.met_the_real_one = False
        self.was_led_elsewhere = False
        """Whether a redirect without proof leads to another host, as a sign-in page's does. Such a page may have a
        trusted certificate of its own."""

    async def exchange(self, method: str, url: str, *, verify: bool = True, **how: Any) -> Reply | NoReply:
        """See HttpClient."""
        reply = await self._http.exchange(method, url, verify=verify, **how)
        if isinstance(reply, Reply):
            began_secured = verify and url.lower().startswith("https:")
            led_elsewhere = not began_secured and _leads_elsewhere(url, reply)
            self.was_led_elsewhere = self.was_led_elsewhere or led_elsewhere
            if verify and reply.url.startswith("https:") and not led_elsewhere:
                self.met_the_real_one = True
        return reply


def _leads_elsewhere(asked: str, reply: Reply) -> bool:
    at = host_in(reply.headers.get("location", "")[:LONGEST_ADDRESS]) if 300 <= reply.status < 400 else ""
    return not same_host(_without_www(host_in(asked)), _without_www(at or host_in(reply.url)))


def _without_www(host: str) -> str:
    return host.lower().removeprefix("www.")
