"""Looks for a newer release of this program: shown to people, never installed."""
