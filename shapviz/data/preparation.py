"""What training data teaches the input pipeline: scales and known words, never learned from valid or test."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from shapviz.data.dataset import MultimodalDataset, View, spread
from shapviz.data.modality import PADDING, UNKNOWN, Modality

RARE = 2  # words in fewer training samples than this are unknown, so that the token for unknown words is trained too


def prepare(dataset: MultimodalDataset, train: NDArray[np.int64]) -> MultimodalDataset:
    """Return the dataset as networks see it, judged by its training rows alone.

    Features and series are standardised, per column and per channel; words that are rare in training become unknown;
    images and audio stay as they are. Texts are kept as they were written beside it.
    """
    views = {m.name: _prepared(m, dataset.views[m.name], train) for m in dataset.modalities}
    written = {m.name: dataset.as_written(m.name) for m in dataset.modalities if m.kind == "text"}
    return replace(dataset, views=views, written=written)


def _prepared(modality: Modality, values: View, train: NDArray[np.int64]) -> View:
    match modality.kind:
        case "features" | "series":
            mean, deviation = spread(modality, values[train])
            return np.asarray((values - mean) / deviation)
        case "text":
            assert modality.vocabulary is not None
            words_of_sample = [np.unique(words) for words in values[train]]
            samples = np.bincount(np.concatenate(words_of_sample), minlength=modality.vocabulary)
            rare = (samples < RARE) & (np.arange(modality.vocabulary) != PADDING)
            return np.where(rare[values], UNKNOWN, values)
        case "image" | "audio":
            return values
