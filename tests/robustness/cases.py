"""Small modalities of every kind, with values like those that networks see."""

import numpy as np

from shapviz.data import sample
from shapviz.data.modality import PADDING, UNKNOWN, Modality
from shapviz.runs.corruptions import FITTING

RATE = 8000
MODALITIES = {
    "image": Modality("picture", "image", (3, 16, 12), "brightness", "smooth patches"),
    "audio": Modality("voice", "audio", (600,), "amplitude", "hums", rate=RATE),
    "text": Modality("words", "text", (5,), "words", "one to five", vocabulary=40),
    "series": Modality("sensor", "series", (3, 40), "g", "waves"),
    "features": Modality("table", "features", (6,), "cm", "six lengths"),
}
SPOKEN = Modality("words", "text", (5,), "words", "words of emoji", vocabulary=len(sample.vocabulary()))
PAIRS = [(kind, corruption) for kind, fitting in FITTING.items() for corruption in fitting]


def values_of(modality, count, seed=0):
    """Return `count` samples: pictures, sounds and series are smooth, as real ones are."""
    rng = np.random.default_rng([seed, 3])
    if modality.kind == "text":
        tokens = rng.integers(UNKNOWN, modality.vocabulary, (count, *modality.shape))
        lengths = rng.integers(1, modality.shape[0] + 1, (count, 1))
        return np.where(np.arange(modality.shape[0]) < lengths, tokens, PADDING)
    if modality.kind == "features":
        return rng.standard_normal((count, *modality.shape), dtype=np.float32)
    waves = _waves(rng, count, modality.shape)
    if modality.kind == "image":
        return (waves - waves.min()) / (waves.max() - waves.min())
    return 0.4 * waves / np.abs(waves).max() if modality.kind == "audio" else waves


def _waves(rng, count, shape):
    """Return sums of a few slow sines along every axis."""
    total = np.zeros((count, *shape), dtype=np.float32)
    for axis, size in enumerate(shape):
        for _ in range(4):
            turns = rng.uniform(0.5, max(1.5, size / 12), count)
            phase = rng.uniform(0, 1, count)
            strength = rng.uniform(0.3, 1, count)
            wave = strength[:, None] * np.sin(2 * np.pi * (turns[:, None] * np.arange(size) / size + phase[:, None]))
            total += np.expand_dims(wave, [1 + other for other in range(len(shape)) if other != axis]).astype(
                np.float32
            )
    return total
