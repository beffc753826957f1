"""Kind ``mail_domain``: what the DNS of a domain says of its mail, as the large receivers read it.

``lookups`` asks, with limits; ``spf``, ``dkim``, ``dmarc``, ``transport`` (MX, MTA-STS, TLS-RPT) and ``bimi`` judge
one subject each and return Findings; ``receivers`` compares them with published rules; ``changes`` remembers the
records; ``domain`` is the kind.
"""
