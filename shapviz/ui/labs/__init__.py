"""What the pages that open a trained network have in common: which runs they open, and what stands in the way."""
