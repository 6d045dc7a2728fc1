"""See, understand, change, break and check how a multimodal network uses its modalities.

The names below are loaded when they are first used, so that `import shapviz` costs nothing and the app never loads
torch by accident::

    import shapviz

    spec = shapviz.parse_spec({"dataset": {"name": "race"}, "strategy": {"name": "joint"}})
    for event in shapviz.run(spec):
        print(event)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapviz.experiment import run
    from shapviz.games import Valuation, edm, interactions, shapley_values, shares, summarise
    from shapviz.runs.spec import RunSpec, parse_spec
    from shapviz.runs.store import RunStore

__version__ = "0.1.0"
__all__ = [
    "RunSpec",
    "RunStore",
    "Valuation",
    "edm",
    "interactions",
    "parse_spec",
    "run",
    "shapley_values",
    "shares",
    "summarise",
]
_HOMES = {
    "shapviz.experiment": ("run",),
    "shapviz.games": ("Valuation", "edm", "interactions", "shapley_values", "shares", "summarise"),
    "shapviz.runs.spec": ("RunSpec", "parse_spec"),
    "shapviz.runs.store": ("RunStore",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'shapviz' has no attribute '{name}'. It has: {', '.join(__all__)}.")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
