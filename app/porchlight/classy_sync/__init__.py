"""Takes over a Classy Sync install: it becomes components, a channel and secrets. Only ever reads there."""
