"""DMARC records of strangers: a huge one is not read to its end, on the loop."""

from porchlight.probes.mail_domain.dmarc_tags import read_parts
from porchlight.probes.mail_domain.tags import MOST_TAGS


def test_of_a_record_with_thousands_of_parts_the_first_are_read() -> None:
    many = "".join(f"tag{number}=1;" for number in range(4000))
    parts = read_parts(f"v=DMARC1; p=none; {many}{'x;' * 10_000}")
    assert parts.pairs[:2] == [("v", "DMARC1"), ("p", "none")]
    assert len(parts.pairs) + len(parts.unreadable) == MOST_TAGS
