"""What the figures mean for people: next steps, what is usual, trends and forecasts. Pure: figures in, values out."""
