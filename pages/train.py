"""Train: see a network use its modalities while it learns."""

from shapviz.ui import train

train.render()
