"""Kind ``gift_pulse``: gifts, failed payments and tiny gifts by hour, compared with what is usual."""
