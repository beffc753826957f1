"""HTTP for programs on this computer alone: what the endpoint for runs and the one for Prometheus share.

``server`` listens on 127.0.0.1 and ::1, ``connection`` speaks HTTP, ``callers`` is what a service is asked and who is
let in, ``answers`` what it says, ``port_service`` serves at the port of the settings.
Why it is as it is: docs/decisions/0015-ingest-endpoint.md.
"""
