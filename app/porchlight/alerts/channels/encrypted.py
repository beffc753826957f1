"""What the settings of several kinds of channels require of an address."""

from porchlight.net.addresses import is_safe_for_credentials


def require_encryption(url: str, allow_unencrypted: bool) -> None:
    """Refuse an address that a credential would travel to in clear; ValueError says what would be right."""
    if url.lower().startswith("http:") and not (allow_unencrypted or is_safe_for_credentials(url)):
        raise ValueError(
            "a credential would travel there unencrypted: use an address with https://, "
            "or set allow_unencrypted = true"
        )
