"""Notes beside a check whether somebody answered who can only be the real one: over TLS that was verified."""

from typing import Any

from porchlight.probes.exchange import HttpClient, NoReply, Reply


class Witness:
    """Implements HttpClient for one check."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http
        self.met_the_real_one = False

    async def exchange(self, method: str, url: str, *, verify: bool = True, **how: Any) -> Reply | NoReply:
        """See HttpClient."""
        reply = await self._http.exchange(method, url, verify=verify, **how)
        if verify and isinstance(reply, Reply) and reply.url.startswith("https:"):
            self.met_the_real_one = True
        return reply
