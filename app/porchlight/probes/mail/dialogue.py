"""MailDialogue: the exchange with a mail server, step by step, whatever its protocol."""

from typing import Protocol


class MailDialogue(Protocol):
    """One conversation over one connection. Every step raises ExchangeFailed."""

    async def greet(self) -> None:
        """From the greeting to where commands may follow."""
        ...

    async def ask_for_tls(self) -> None:
        """Get the server ready for the TLS handshake."""
        ...

    async def secured(self) -> None:
        """Start again after the TLS handshake: what came before it may be from somebody in between."""
        ...

    async def log_in(self, user: str, password: str) -> None:
        """Only called on a private connection. ExchangeFailed with ``auth`` where the password is rejected."""
        ...

    def log_out(self) -> None:
        """Its answer is not waited for."""
        ...
