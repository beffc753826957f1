"""Looking for a newer release of this program: told to people, never installed."""
