"""Kind ``recurring_gifts``."""
