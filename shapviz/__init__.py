"""See, understand, change, break and check how a multimodal network uses its modalities."""

__version__ = "0.1.0"
