"""Networks with random weights, one modality of each kind, whose insides are looked at."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from shapviz.attribution.explainer import Explainer
from shapviz.data.modality import PADDING, Modality
from shapviz.data.splits import Splits
from tests.models import worlds

TABLE = worlds.features("table", 3)
PICTURE = Modality("picture", "image", (2, 4, 6), "brightness", "a picture")
SENSOR = Modality("sensor", "series", (2, 12), "g", "two channels over time")
WORDS = Modality("words", "text", (4,), "words", "four words", vocabulary=9)
VOICE = Modality("voice", "audio", (70,), "1", "a short sound", rate=1000)
KINDS = (TABLE, PICTURE, SENSOR, WORDS, VOICE)
SPLITS = Splits(np.arange(0, 40, 2), np.arange(1, 40, 6), np.setdiff1d(np.arange(1, 40, 2), np.arange(1, 40, 6)))
ROW = 5  # of the test split, with a word in its text
WORDLESS = 9
WAYS = [
    {"head": head, "absence": absence, "prototypes": prototypes}
    for head in worlds.HEADS
    for absence in worlds.ABSENCES
    for prototypes in (False, True)
]
"""Every way in which a network may treat the absent."""


def explainer(modalities: Sequence[Modality] = KINDS, **way: object) -> Explainer:
    """Return an explainer of a network of these modalities, with a head as `worlds.model` has it."""
    return _explainer(tuple(modalities), tuple(way.items()))


@cache
def _explainer(modalities: tuple[Modality, ...], way: tuple[tuple[str, object], ...]) -> Explainer:
    data = worlds.dataset(modalities)
    for modality in modalities:
        if modality.kind == "text":
            data.views[modality.name][WORDLESS] = PADDING
    return Explainer(worlds.model(modalities, **dict(way)), data, SPLITS)  # type: ignore[arg-type]
