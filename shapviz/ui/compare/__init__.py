"""The Compare page: groups of runs side by side, and by how much they differ."""
