"""What each operating system does in its own way: one file a concern."""
