"""Parts of windows: they show the values that they get, and fetch nothing."""
