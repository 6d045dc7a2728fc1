"""The studies that docs/results.md is made from."""

from typing import Final

from shapviz.data import catalog
from shapviz.errors import UnknownNameError
from shapviz.runs.options import Alternating, Joint, JointUnimodal, ModalityDropout, Strategy, Unimodal
from shapviz.runs.spec import RunSpec
from shapviz.runs.study import Part, StudySpec

REAL: Final = ("emoji", "watch", "mfeat", "mfeat: zer, mor, fou", "penguins")
CONSTRUCTED: Final = ("race", "unequal", "redundant", "noise", "xor")

STRATEGIES: Final[dict[str, Strategy]] = {
    "joint": Joint(),
    "joint + unimodal": JointUnimodal(),
    "modality dropout": ModalityDropout(),
    "unimodal": Unimodal(),
    "own, weak first": Alternating(loss="own"),
    "full, weak first": Alternating(loss="full"),
    "own + full, weak first": Alternating(),
    "own + full, strong first": Alternating(order="strong_first"),
    "own + full, random": Alternating(order="random"),
    "own + full, weak first, guided": Alternating(budget="guided"),
    "inherit, weak first": Alternating(loss="inherit"),
    "inherit, strong first": Alternating(loss="inherit", order="strong_first"),
    "inherit, random": Alternating(loss="inherit", order="random"),
    "inherit, weak first, guided": Alternating(loss="inherit", budget="guided"),
}
"""Not the full product: orders and budgets where they can matter most, by the loss of a turn."""
DEFAULT: Final = next(name for name, strategy in STRATEGIES.items() if strategy == RunSpec().strategy)
"""What the project recommends: the strategy of a run for which nobody has chosen one."""

SECONDS: Final = {
    "emoji": 4.8,
    "watch": 4.4,
    "mfeat": 3.0,
    "mfeat: zer, mor, fou": 2.2,
    "penguins": 1.1,
    "race": 1.6,
    "unequal": 1.6,
    "redundant": 1.9,
    "noise": 1.6,
    "xor": 1.6,
}
"""Of a run with probes, on one core of 2.5 GHz: processor time, the mean of joint and alternating training."""


def preset(name: str) -> StudySpec:
    """Return a study by its name.

    Raises:
        UnknownNameError: With the nearest known name.
    """
    if name not in PRESETS:
        raise UnknownNameError("preset of a study", name, PRESETS)
    return PRESETS[name]


def _dataset(label: str) -> Part:
    """Return what a dataset asks for: which of its modalities, how many epochs, and the head that can learn it."""
    name, _, views = label.partition(": ")
    part: Part = {"dataset": {"name": name}, "training": {"epochs": catalog.info(name).epochs}}
    if views:
        part["dataset"]["modalities"] = views.split(", ")
    if name == "xor":
        part["model"] = {"head": "mlp"}  # a sum of what each modality says cannot express it
    return part


def _strategy(strategy: Strategy) -> Part:
    return {"strategy": strategy.model_dump(mode="json")}


MAIN: Final = StudySpec(
    name="main",
    about="What each way to train does, with all modalities and with one missing.",
    base=RunSpec(probes=True),
    settings={label: _strategy(strategy) for label, strategy in STRATEGIES.items()},
    datasets={label: _dataset(label) for label in (*CONSTRUCTED, *REAL)},
    seeds=5,
    seeds_of={"race": 10},
    seconds=SECONDS,
    baseline="joint",
)
PRESETS: Final = {study.name: study for study in (MAIN,)}
