"""Libraries of methods are loaded when somebody first asks for one, a piece at a time: no click waits for all of it."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Final

from shapviz.attribution.methods import HOMES, uninstalled
from shapviz.runs.methods import method

HEAVY: Final[Mapping[str, Sequence[str]]] = {
    "captum": ("matplotlib.pyplot", HOMES["captum"]),
    "shap": ("matplotlib.pyplot", "numba", HOMES["shap"]),
    "shapiq": ("matplotlib.pyplot", "networkx", HOMES["shapiq"]),
}
"""What their adapters load, in pieces of some tenths of a second."""


def load(name: str) -> Iterator[None]:
    """Load what a method needs, and yield between the pieces; nothing where its library is not installed."""
    if uninstalled(name):
        return
    for module in HEAVY.get(method(name).library, ()):
        if module not in sys.modules:
            yield
            import_module(module)
