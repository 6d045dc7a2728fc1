"""Compare: groups of runs side by side, and by how much they differ."""

from shapviz.ui.compare.page import render

render()
