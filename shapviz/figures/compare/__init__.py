"""Figures of several groups of runs side by side. Runs have no colours: they differ by mark, dash and name."""
