"""What a prototype measured before shapviz was written, as differences that a study can contradict.

It had small encoders (n-64-64-32), an additive head, Adam at 0.002, batches of 128 and 20 epochs, 3 to 16 seeds, and
settings chosen on validation. Its race was another one (clusters, but other distances and Bayes accuracies), its emoji
were of one vendor, and where it reports about 50 tests on one dataset and 250 on others they are uncorrected.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from shapviz.comparison import Difference

Verdict = Literal["agrees", "agrees in direction", "within the interval", "not found", "contradicts", "not measured"]
MEASURED: Final = ("accuracy", "missing", "edm")
NOTHING: Final = 0.004  # a difference in accuracy that it called none
Row = tuple[float | None, float | None, float | None]  # accuracy and with one missing in percent, EDM to equal shares

TABLE: Final[Mapping[str, Mapping[str, Row]]] = {
    "race": {
        "joint": (86.2, 70.8, 0.29),
        "joint + unimodal": (89.7, 79.4, 0.03),
        "own + full (weak first)": (89.9, 79.5, 0.03),
        "inherit (weak first)": (88.8, 79.0, 0.03),
        "inherit (strong first)": (86.8, 77.8, 0.19),
        "inherit (random)": (89.5, 79.1, 0.04),
    },
    "emoji": {
        "joint": (68.9, 48.3, 0.07),
        "joint + unimodal": (70.7, 59.2, 0.26),
        "own (weak first)": (69.9, 59.1, 0.27),
        "own + full (weak first)": (71.1, 58.1, 0.19),
        "modality dropout": (69.8, 56.0, 0.15),
        "inherit (weak first)": (67.5, 53.1, 0.08),
        "inherit (strong first)": (71.6, 56.9, 0.23),
    },
    "watch": {
        "joint": (75.9, 42.7, 0.30),
        "joint + unimodal": (79.6, 66.5, 0.11),
        "own (weak first)": (78.8, 66.5, 0.09),
        "own + full (weak first)": (78.3, 65.5, 0.10),
        "modality dropout": (80.1, 61.4, 0.18),
        "inherit (weak first)": (76.2, 63.6, 0.14),
    },
    "mfeat": {
        "joint": (97.1, 93.0, 0.34),
        "joint + unimodal": (97.7, 97.5, 0.10),
        "own (weak first)": (97.7, 97.5, 0.10),
        "own + full (weak first)": (97.7, 97.6, 0.10),
        "modality dropout": (97.5, 97.1, 0.16),
        "inherit (weak first)": (97.8, 97.4, 0.06),
        "inherit (strong first)": (96.6, 95.9, 0.36),
    },
    "mfeat: zer, mor, fou": {
        "joint": (87.0, 67.6, 0.15),
        "joint + unimodal": (87.7, 85.0, 0.06),
        "own (weak first)": (87.3, 84.8, 0.06),
        "own + full (weak first)": (87.4, 84.9, 0.06),
        "modality dropout": (87.0, 83.5, 0.06),
        "inherit (weak first)": (87.2, 83.9, 0.03),
        "inherit (strong first)": (86.6, 81.6, 0.20),
    },
}
"""Means of its test accuracies. The late ensemble stands at `own`, of which it is the sum."""


WHY: Final[Mapping[tuple[str, str, str, str], str]] = {}
"""What is known of why a difference contradicts the prototype's: by dataset, setting, against and measure."""


@dataclass(frozen=True)
class Claim:
    """By how much one setting exceeded another."""

    words: str  # what is peculiar about it
    dataset: str
    setting: str
    against: str
    measure: str
    size: float  # in the measure's own unit: an accuracy of 3.7 points is 0.037


CLAIMS: Final = (
    Claim(
        "order matters where turns inherit", "race", "inherit (weak first)", "inherit (strong first)", "accuracy", 0.020
    ),
    Claim("a random order does even better", "race", "inherit (random)", "inherit (weak first)", "accuracy", 0.008),
    Claim("and not with own terms", "race", "own + full (weak first)", "own + full (strong first)", "accuracy", 0.0),
    Claim("the weak is noise", "noise", "inherit (weak first)", "inherit (strong first)", "accuracy", -0.014),
    Claim("the weak overfits", "emoji", "inherit (weak first)", "inherit (strong first)", "accuracy", -0.041),
    Claim("at 20 epochs", "race", "own + full (weak first, guided)", "own + full (weak first)", "accuracy", 0.0),
    Claim("own losses know no pair", "xor", "own (weak first)", "own + full (weak first)", "accuracy", -0.46),
    Claim("no better", "race", "own + full (weak first)", "joint + unimodal", "accuracy", 0.002),
)
"""Its claims that are no difference to joint training."""


def claims() -> Iterator[Claim]:
    """Yield every difference to joint training in the table, then the other claims."""
    for dataset, rows in TABLE.items():
        for setting, row in rows.items():
            for measure, ours, theirs in zip(MEASURED, row, rows["joint"], strict=True):
                if setting != "joint" and ours is not None and theirs is not None:
                    unit = 1 if measure == "edm" else 100
                    yield Claim("", dataset, setting, "joint", measure, round((ours - theirs) / unit, 4))
    yield from CLAIMS


def verdict(size: float, found: Difference | None) -> Verdict:
    """Return what a measured difference says of one that was claimed; of one that was denied if `size` is 0."""
    if found is None or found.low is None or found.high is None:
        return "not measured"
    if size == 0:
        return "agrees" if found.low <= NOTHING and found.high >= -NOTHING else "contradicts"
    holds = found.low <= size <= found.high
    if found.inconclusive:
        return "within the interval" if holds else "not found"
    if found.mean * size < 0:
        return "contradicts"
    return "agrees" if holds else "agrees in direction"
