"""Runs: every run that there is, and those under way."""

from shapviz.ui.runs import render

render()
