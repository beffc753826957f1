"""A comparison with another checker of mail domains leaves out what RFC 7489 §6.3 ignores, and nothing more."""

import pytest

from tests.benchmarks.mail_domains import Records, as_the_rfc_reads


@pytest.mark.parametrize(
    ("record", "read"),
    [
        ("v=DMARC1; p=none; rua=d@example.org", "v=DMARC1; p=none"),
        ("v=DMARC1; p=none; rua=d@example.org,mailto:e@example.org", "v=DMARC1; p=none; rua=mailto:e@example.org"),
        ("v=DMARC1; rua=d@example.org; p=none; ruf=x; fo=1", "v=DMARC1; p=none; fo=1"),
        ("v=DMARC1; p=none; rua=mailto:d@example.org!10m", "v=DMARC1; p=none; rua=mailto:d@example.org!10m"),
        ("v=DMARC1; p=none; fo=7; future=1", "v=DMARC1; p=none; future=1"),
        ("v=DMARC1; p=none; fo=1:d; psd=x; t=y; ADKIM=strict", "v=DMARC1; p=none; fo=1:d; t=y"),
        ("v=DMARC1; p=none; sp reject; fo=1", "v=DMARC1; p=none; fo=1"),
        ("v=DMARC1; p none; fo=1", "v=DMARC1; p none; fo=1"),
        ("v=DMARC1; p=rejct", "v=DMARC1; p=rejct"),
        ("v=DMARC2; p=none; rua=d@example.org", "v=DMARC2; p=none; rua=d@example.org"),
        ("p=none; v=DMARC1; rua=d@example.org", "p=none; v=DMARC1; rua=d@example.org"),
    ],
)
def test_only_unknown_values_what_is_no_tag_and_report_addresses_that_are_no_uri_are_ignored(
    record: str, read: str
) -> None:
    zone: Records = {"_dmarc.example.org": {"TXT": (record,)}, "example.org": {"TXT": ("v=spf1 rua=x -all",)}}
    assert as_the_rfc_reads(zone) == {"_dmarc.example.org": {"TXT": (read,)}, "example.org": zone["example.org"]}
    assert zone["_dmarc.example.org"]["TXT"] == (record,)
