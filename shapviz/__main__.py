"""`python -m shapviz` is the same as `shapviz`."""

from shapviz.cli import main

main()
