"""Studies: many runs queued as one, and what they say together, with intervals. No torch."""
