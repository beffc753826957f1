"""HTTP for programs on this computer alone: what the endpoint for runs and the one for Prometheus share.

``server`` listens on 127.0.0.1 and ::1, ``connection`` implements HTTP, ``callers`` holds requests and access rules,
``answers`` the responses, ``port_service`` serves at the port of the settings. Reasons: docs/decisions/0015-ingest-
endpoint.md.
"""
