"""What differs by operating system: one file per concern."""
