"""What the figures mean for people: next steps, and later trends and forecasts."""
