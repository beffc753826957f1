"""The endpoint by which programs on this computer report runs over HTTP. See docs/decisions/0015-ingest-endpoint.md.

``server`` turns it on and off by the settings and is all that is imported while it is off; ``endpoint`` decides on
access and the answer, ``body`` reads the runs. It is served by app/porchlight/loopback.
"""
