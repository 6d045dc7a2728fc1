"""Networks with random weights, one modality of each kind, whose insides are looked at."""

from collections.abc import Sequence

import numpy as np

from shapviz.attribution.explainer import Explainer
from shapviz.data.modality import Modality
from shapviz.data.splits import Splits
from tests.models import worlds

KINDS = worlds.MODALITIES[:4] + worlds.MODALITIES[5:6]  # features, an image, a series, a text, a sound
SPLITS = Splits(np.arange(0, 40, 2), np.arange(1, 40, 6), np.setdiff1d(np.arange(1, 40, 2), np.arange(1, 40, 6)))
ROW = 5  # of the test split


def explainer(modalities: Sequence[Modality] = KINDS, **way: object) -> Explainer:
    """Return an explainer of a network of these modalities, with a head as `worlds.model` has it."""
    return Explainer(worlds.model(modalities, **way), worlds.dataset(modalities), SPLITS)  # type: ignore[arg-type]
