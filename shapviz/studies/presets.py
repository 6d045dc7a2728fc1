"""The studies that docs/results.md and docs/robustness.md are made from."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from shapviz.data import catalog
from shapviz.errors import UnknownNameError
from shapviz.runs.corruptions import FITTING
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
    "own (weak first)": Alternating(loss="own"),
    "full (weak first)": Alternating(loss="full"),
    "own + full (weak first)": Alternating(),
    "own + full (strong first)": Alternating(order="strong_first"),
    "own + full (random)": Alternating(order="random"),
    "own + full (weak first, guided)": Alternating(budget="guided"),
    "inherit (weak first)": Alternating(loss="inherit"),
    "inherit (strong first)": Alternating(loss="inherit", order="strong_first"),
    "inherit (random)": Alternating(loss="inherit", order="random"),
    "inherit (weak first, guided)": Alternating(loss="inherit", budget="guided"),
}
"""Not the full product: orders and budgets where they can matter most, by the loss of a turn."""
DEFAULT: Final = next(name for name, strategy in STRATEGIES.items() if strategy == RunSpec().strategy)
"""What a run does for which nobody has chosen: it shows what shapviz is about, and is no recommendation."""
RECOMMENDED: Final = "joint + unimodal + head refit"
"""What the project recommends, as results name it: the head fitted once more after joint + unimodal training."""

PARTS: Final[dict[str, Part]] = {
    "mapping": {"model": {"mapping": True}},
    "mapping + feature alignment": {"model": {"mapping": True}, "training": {"align_features": 0.1}},
    "mapping + sample alignment": {"model": {"mapping": True}, "training": {"align_samples": 0.1}},
    "gated memory": {"model": {"head": "gated"}},
    "prototypes": {"model": {"prototypes": True}},
    "rates halved": {"training": {"halve_after": 3}},
    "own terms in the refit": {"calibration": {"refit": "own_full"}},
}
"""What can be added to a way to train, each by itself."""
BOTH_CALIBRATIONS: Final[Part] = {"calibration": {"refit": "full", "temperatures": True}}
"""Asked of the baseline: they are fitted to copies, and the run stays as it is."""
REFITTED: Final[dict[str, Part]] = {
    f"joint + unimodal, {name}": {
        "strategy": JointUnimodal().model_dump(mode="json"),
        "calibration": {"refit": refit},
    }
    for name, refit in {"refit": "full", "refit with own terms": "own_full"}.items()
}
"""The strongest simple way to train, and after it the head once more: what calibrating fusion adds to the cure."""
GUIDES: Final[dict[str, Strategy]] = {
    "guided": Alternating(budget="guided"),
    "guided by potential": Alternating(budget="guided", guide="potential"),
    "guided by the ensemble": Alternating(budget="guided", guide="ensemble"),
    "ties drawn": Alternating(ties="random"),
}
ROBUST: Final = ("joint", "joint + unimodal", "modality dropout", DEFAULT)
"""The ways to train whose robustness is compared: learning together, and three that make modalities learn alone."""
SECONDS: Final = {
    "emoji": 2.7,
    "watch": 2.3,
    "mfeat": 1.6,
    "mfeat: zer, mor, fou": 1.2,
    "penguins": 0.7,
    "race": 0.8,
    "unequal": 0.8,
    "redundant": 1.0,
    "noise": 0.8,
    "xor": 0.8,
}
"""Of a run, on one core of about 2.5 GHz: processor time, the mean of joint and alternating training."""
PROBES: Final = 1.4  # times as long with them, where modalities are trained alone once for all settings
CORRUPTED: Final = {"emoji3": 5.8, "watch": 3.5, "mfeat": 2.5, "noisy avdigits": 13.5}
"""The datasets of the robustness study, with the seconds that a run takes on each."""
ADDED: Final = 1.6  # times as long with a part of the method, on average: a memory takes four, alignment two and a half


def preset(name: str) -> StudySpec:
    """Return a study by its name.

    Raises:
        UnknownNameError: With the nearest known name.
    """
    if name not in PRESETS:
        raise UnknownNameError("preset of a study", name, PRESETS)
    return PRESETS[name](name)


def _main(name: str) -> StudySpec:
    return StudySpec(
        name=name,
        about="What each way to train does, with all modalities and with one missing.",
        base=RunSpec(probes=True),
        settings={label: _strategy(strategy) for label, strategy in STRATEGIES.items()} | REFITTED,
        datasets={label: _dataset(label) for label in (*CONSTRUCTED, *REAL)},
        seeds=5,
        seeds_of={"race": 10} | dict.fromkeys(REAL, 8),  # five tell too little of real data beside so many settings
        seconds={label: PROBES * seconds for label, seconds in SECONDS.items()},
        baseline="joint",
    )


def _parts(name: str, base: str, others: Mapping[str, Strategy] | None = None) -> StudySpec:
    """Return the study of what each part adds to one way to train, `base`, and of `others` that are like it."""
    strategy = _strategy(STRATEGIES[base])
    settings = {base: strategy | BOTH_CALIBRATIONS} | {label: strategy | part for label, part in PARTS.items()}
    settings |= {label: _strategy(other) for label, other in (others or {}).items()}
    datasets = ("race", *REAL)
    return StudySpec(
        name=name,
        about=f"What mapping, memory, calibration and their kin add to '{base}'.",
        settings=settings,
        datasets={label: _dataset(label) for label in datasets},
        seeds=5,
        seconds={label: ADDED * SECONDS[label] for label in datasets},
        baseline=base,
    )


def _robustness(name: str) -> StudySpec:
    return StudySpec(
        name=name,
        about="Whether networks that learned jointly fall further than others when a modality is missing or corrupted.",
        settings={label: _strategy(STRATEGIES[label]) for label in ROBUST},
        datasets={label: _corrupted(label) for label in CORRUPTED},
        seeds=8,
        seconds=CORRUPTED,
        baseline="joint",
        primary="missing",
    )


def _corrupted(label: str) -> Part:
    """Return a dataset with everything that can be done to its modalities but taking them away, which is asked anyway.

    Dice are thrown once a run: its seeds throw them again.
    """
    name = label.removeprefix("noisy ")
    part = _dataset(name)
    if name != label:
        part["dataset"]["noise"] = {"audio": 1.0}  # else either modality tells nearly all, and nobody is missed
    kinds = {modality.kind for modality in catalog.info(name).modalities}
    fitting = dict.fromkeys(each for kind in sorted(kinds) for each in FITTING[kind] if each != "missing")
    return part | {"robustness": {"corruptions": list(fitting), "draws": 1}}


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


PRESETS: Final[Mapping[str, Callable[[str], StudySpec]]] = {
    "main": _main,
    "parts-joint": partial(_parts, base="joint"),
    "parts-joint-unimodal": partial(_parts, base="joint + unimodal"),
    "parts-own-full": partial(_parts, base="own + full (weak first)", others=GUIDES),
    "robustness": _robustness,
}
