"""The small real datasets in sample_data/, made by scripts/build_sample_data.py."""

from functools import cache

import numpy as np
from pydantic import TypeAdapter

from shapviz import paths
from shapviz.data.dataset import MultimodalDataset
from shapviz.data.info import DatasetInfo

NAMES: tuple[str, ...] = ()
_CARD = TypeAdapter(DatasetInfo)


@cache
def info(name: str) -> DatasetInfo:
    """Return the card of a sample dataset, from sample_data/<name>.json."""
    return _CARD.validate_json((paths.bundle() / "sample_data" / f"{name}.json").read_bytes())


def load(name: str) -> MultimodalDataset:
    """Return a sample dataset as it is stored: unstandardised, images in [0, 1]."""
    card = info(name)
    with np.load(paths.bundle() / "sample_data" / f"{name}.npz", allow_pickle=False) as stored:
        views = {modality: stored[modality].astype(np.float32) for modality in card.names}
        labels = stored["labels"].astype(np.int64)
        groups = stored["groups"].astype(np.int64) if card.groups else None
    return MultimodalDataset(name, card.modalities, views, labels, card.classes, groups)
