"""Reads a Classy Sync install: its folder, its log, its database, its daemon. Never writes to them."""
