"""Notes beside a check whether somebody answered who can only be the real one: over TLS that was verified."""

from collections.abc import Mapping

from app.model.result import EMPTY
from app.probes.exchange import ANSWER_CAP, HttpClient, NoReply, Reply


class Witness:
    """Implements HttpClient for one check."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http
        self.met_the_real_one = False

    async def exchange(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] = EMPTY,
        secret_headers: Mapping[str, str] = EMPTY,
        content: bytes | None = None,
        follow_redirects: bool = False,
        verify: bool = True,
        read_only_post: bool = False,
        body_cap: int = ANSWER_CAP,
        allow_unencrypted: bool = False,
    ) -> Reply | NoReply:
        """See HttpClient."""
        reply = await self._http.exchange(
            method,
            url,
            headers=headers,
            secret_headers=secret_headers,
            content=content,
            follow_redirects=follow_redirects,
            verify=verify,
            read_only_post=read_only_post,
            body_cap=body_cap,
            allow_unencrypted=allow_unencrypted,
        )
        if verify and isinstance(reply, Reply) and reply.url.startswith("https:"):
            self.met_the_real_one = True
        return reply
