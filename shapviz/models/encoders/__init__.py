"""Encoders: each turns the samples of one modality into feature vectors, and knows of no other modality."""
