"""See, understand, change, break and check how a multimodal network uses its modalities.

The names below are loaded when they are first used, so that `import shapviz` costs nothing and the app never loads
torch by accident::

    import shapviz

    spec = shapviz.parse_spec({"dataset": {"name": "race"}, "strategy": {"name": "joint"}})
    for event in shapviz.run(spec):
        print(event)

A trained network can be taken to the bench, where modalities are absent or corrupted::

    bench = shapviz.open_bench("the name of a run")  # or shapviz.Bench(model, dataset, splits) for one of your own
    blurred = shapviz.Corrupted(corruption="blur", severity=3)
    reading = bench.read(shapviz.Conditions(corrupted={"image": blurred}, stand_in="mean"))
    print(reading.accuracy(), reading.change(absent=["audio"]))

And methods of attribution can be asked which modality gets how much of what it says::

    asked = shapviz.attribute("the name of a run", methods=("exact", "captum.shapley", "shap.kernel"))
    print(asked["exact"].shares, asked.table())
    asked.inside(row=17, modality="image").values
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapviz.attribution.explainer import Explainer
    from shapviz.experiment import open_bench, open_explainer, run
    from shapviz.games import Valuation, edm, interactions, shapley_values, shares, summarise
    from shapviz.notebook import Attributions, attribute
    from shapviz.robustness.bench import Bench
    from shapviz.runs.attribution import Question
    from shapviz.runs.methods import Effort
    from shapviz.runs.robustness import Conditions, Corrupted
    from shapviz.runs.spec import RunSpec, parse_spec
    from shapviz.runs.store import RunStore

__version__ = "0.1.0"
__all__ = [
    "Attributions",
    "Bench",
    "Conditions",
    "Corrupted",
    "Effort",
    "Explainer",
    "Question",
    "RunSpec",
    "RunStore",
    "Valuation",
    "attribute",
    "edm",
    "interactions",
    "open_bench",
    "open_explainer",
    "parse_spec",
    "run",
    "shapley_values",
    "shares",
    "summarise",
]
_HOMES = {
    "shapviz.attribution.explainer": ("Explainer",),
    "shapviz.experiment": ("open_bench", "open_explainer", "run"),
    "shapviz.games": ("Valuation", "edm", "interactions", "shapley_values", "shares", "summarise"),
    "shapviz.notebook": ("Attributions", "attribute"),
    "shapviz.robustness.bench": ("Bench",),
    "shapviz.runs.attribution": ("Effort", "Question"),
    "shapviz.runs.robustness": ("Conditions", "Corrupted"),
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
