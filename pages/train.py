"""Train: see a network use its modalities while it learns."""

from shapviz.ui.train import render

render()
