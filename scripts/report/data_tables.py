"""The tables of accuracies in docs/data.md, each between two marks in a text that people write."""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Final

from benchmarks.report import table
from scripts.report import words
from shapviz.comparison import mean_of
from shapviz.data.synthetic import REGIMES
from shapviz.games import mask_of, one_missing
from shapviz.studies.presets import DEFAULT
from shapviz.studies.results import Result

Results = Sequence[Result]
SETTINGS: Final = ("joint", DEFAULT, "unimodal")
"""Together, each by itself and together, and each by itself alone: what joint training leaves, and what there is."""
REAL: Final = ("emoji", "emoji3", "avdigits", "watch", "heart", "penguins", "mfeat", "mfeat: zer, mor, fou")
RACE: Final = {
    "joint": "`joint`",
    "joint + unimodal": "`joint_unimodal`",
    DEFAULT: "`alternating` (own + full loss)",
    "unimodal": "`unimodal`: the ceilings",
}
NOISES: Final = {0.0: "avdigits", 0.2: "avdigits, noise 0.2", 0.4: "avdigits, noise 0.4", 1.0: "avdigits, noise 1"}
"""Of the sound: the dataset as results name it."""
LEVELS: Final = {"everybody": "accuracy", "one missing": "missing"}
_BEGIN, _END = "<!-- made by scripts/data.py: {} -->", "<!-- end -->"


def filled(text: str, results: Results) -> str:
    """Return the text with every table made anew, and all else as it was.

    Raises:
        ValueError: If a table has no place in it, or more than one.
    """
    for name, tabulate in TABLES.items():
        begin = _BEGIN.format(name)
        before, *places = text.split(begin)
        ended = [place.split(_END, 1) for place in places if _END in place]
        if len(places) != 1 or not ended:
            raise ValueError(f"expected the table '{name}' in one place, found it in {len(places)}, {len(ended)} ended")
        text = f"{before}{begin}\n{tabulate(results)}\n{_END}{ended[0][1]}"
    return text


def race(results: Results) -> str:
    """Return what each way to train makes of the race, and what could be made of it."""
    truth = REGIMES["race"].truth
    rows = []
    for setting, title in RACE.items():
        found = _of(results, "race", setting)
        rows.append([title, f"{len(found)}", *_levels(found), _mean(found, "edm"), *_alone(found, truth.players)])
    missing = [float(truth.worth[mask]) for mask in one_missing(len(truth.players))]
    alone = [float(truth.worth[mask_of([name], truth.players)]) for name in truth.players]
    shown = [words.number(each, "accuracy") for each in (float(truth.worth[-1]), fmean(missing), *alone)]
    rows.append(["the best possible", "", *shown[:2], words.number(truth.edm, "edm"), *shown[2:]])
    return table(["the race", "n", *LEVELS, "EDM", *(f"{name} alone" for name in truth.players)], rows)


def together(results: Results) -> str:
    """Return what two ways to train reach with everybody, and with one missing, on every real dataset."""
    rows = []
    for dataset in REAL:
        joint, ours = (_of(results, dataset, setting) for setting in ("joint", DEFAULT))
        rows.append([dataset, _seeds(joint, ours), *_levels(joint), *_levels(ours)])
    return table(["dataset", "n", *(f"{way}: {what}" for way in ("joint", "alternating") for what in LEVELS)], rows)


def alone(results: Results) -> str:
    """Return what each modality can do by itself, by the company that it was trained in."""
    rows = []
    for dataset in REAL:
        groups = [_of(results, dataset, setting) for setting in SETTINGS]
        names = tuple(groups[0][0].alone)
        columns = [_alone(group, names) for group in groups]
        rows += [[dataset, name, _seeds(*groups), *cells] for name, *cells in zip(names, *columns, strict=True)]
    return table(["dataset", "modality", "n", "in joint training", "in alternating training", "trained alone"], rows)


def noise(results: Results) -> str:
    """Return what noise on the sound of digits does to networks that learned jointly, and to what can be known."""
    rows = []
    for amount, dataset in NOISES.items():
        joint, ceilings = (_of(results, dataset, setting) for setting in ("joint", "unimodal"))
        heard = [cell for group in (joint, ceilings) for cell in _alone(group, ("image", "audio"))]
        rows.append([f"{amount:g}", _seeds(joint, ceilings), _mean(joint, "accuracy"), *heard])
    columns = ("everybody", "image alone", "audio alone", "image trained alone", "audio trained alone")
    return table(["noise on audio", "n", *columns], rows)


TABLES: Final[Mapping[str, Callable[[Results], str]]] = {
    "race": race,
    "together": together,
    "alone": alone,
    "noise": noise,
}


def _of(results: Results, dataset: str, setting: str) -> list[Result]:
    """Return the finished runs of a setting on a dataset, one a seed."""
    asked = (each for each in results if (each.dataset, each.setting) == (dataset, setting))
    return [each for each in asked if each.status == "finished"]


def _seeds(*groups: Sequence[Result]) -> str:
    """Return how many seeds groups have, which must be the same ones: they stand in one row."""
    [seeds] = {tuple(sorted(each.seed for each in group)) for group in groups}
    return f"{len(seeds)}"


def _levels(found: Sequence[Result]) -> list[str]:
    return [_mean(found, measure) for measure in LEVELS.values()]


def _alone(found: Sequence[Result], names: Sequence[str]) -> list[str]:
    return [words.estimate(mean_of([each.alone[name] for each in found]), "accuracy") for name in names]


def _mean(found: Sequence[Result], measure: str) -> str:
    return words.estimate(mean_of([each.values[measure] for each in found]), measure)
