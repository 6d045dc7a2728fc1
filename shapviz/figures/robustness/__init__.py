"""What one or two networks do when modalities are absent or corrupted: figures, tables and every word about them."""
