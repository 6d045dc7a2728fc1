"""Robustness: drop a modality, corrupt an input, and watch what breaks."""

from shapviz.ui.robustness.page import render

render()
