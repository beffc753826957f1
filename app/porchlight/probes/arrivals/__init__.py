"""Kind ``arrivals``."""
