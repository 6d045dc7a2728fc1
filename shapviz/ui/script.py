"""What every browser session runs: the frame, and in it the page that the address names."""

from shapviz.ui import frame

frame.render()
