"""Runs as files: out to a spreadsheet, a notebook or another machine, and in again."""

from shapviz.runs.exchange.arrival import Arrived, take_in
from shapviz.runs.exchange.export import FORMATS, Format, export, filename

__all__ = ["FORMATS", "Arrived", "Format", "export", "filename", "take_in"]
