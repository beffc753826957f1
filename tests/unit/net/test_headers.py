"""Header fields that we send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.net.headers import require_header_name, require_header_value


@given(st.text(alphabet=st.characters(), max_size=200))
def test_no_header_holds_a_line_end(text: str) -> None:
    try:
        value = require_header_value(text)
    except ValueError:
        return
    assert "\r" not in value
    assert "\n" not in value
    value.encode("ascii")


def test_secrets_from_files_lose_their_wrapping() -> None:
    assert require_header_value("\ufeffkey \r\n") == "key"
    for name in ("", "X Y", "X:", "X\r\nY", "Ü"):
        with pytest.raises(ValueError, match="header"):
            require_header_name(name)
