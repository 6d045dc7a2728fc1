"""The Attribution page: one question about a network, put to many methods."""
