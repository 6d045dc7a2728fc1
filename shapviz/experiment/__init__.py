"""From a specification to events: the only place that joins data, network, strategy and training.

The names below are loaded when they are first used: who opens a trained network waits for nothing that trains one.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapviz.experiment.alone import unimodal
    from shapviz.experiment.ground import Ground
    from shapviz.experiment.opening import open_bench, open_explainer, opened
    from shapviz.experiment.running import run
    from shapviz.experiment.setting import Setting

__all__ = ["Ground", "Setting", "open_bench", "open_explainer", "opened", "run", "unimodal"]
_HOME_OF = {
    "Ground": "ground",
    "Setting": "setting",
    "open_bench": "opening",
    "open_explainer": "opening",
    "opened": "opening",
    "run": "running",
    "unimodal": "alone",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'shapviz.experiment' has no attribute '{name}'. It has: {', '.join(__all__)}.")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
