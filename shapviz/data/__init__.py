"""Aligned multimodal data as numpy arrays: what a modality is, datasets, splits, and the catalog of what ships."""
