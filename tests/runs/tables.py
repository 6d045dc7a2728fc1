"""Tables of samples for tests, made up from logits."""

import numpy as np

from shapviz.games import coalitions
from shapviz.runs.sampled import SampleTable
from shapviz.runs.terms import Terms

NAMES = ("image", "text", "audio", "depth", "touch", "smell", "taste", "sonar", "radar", "lidar")


def terms(
    players: int, samples: int, classes: int, *, seed: int = 0, absence: bool = False, dtype: type = np.float32
) -> tuple[Terms, np.ndarray]:
    """Return the terms of random logits that tend to the true class, and the labels."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(classes, size=samples)
    present = rng.normal(scale=2, size=(players, samples, classes))
    present[:, np.arange(samples), labels] += 1.5
    absent = rng.normal(size=(players, classes)) * absence
    return Terms(rng.normal(size=classes).astype(dtype), absent.astype(dtype), present.astype(dtype)), labels


def table(
    players: int = 3, samples: int = 200, classes: int = 4, *, seed: int = 0, absence: bool = False
) -> SampleTable:
    """Return the table of an additive head."""
    found, labels = terms(players, samples, classes, seed=seed, absence=absence)
    names = tuple(f"class {number}" for number in range(classes))
    return SampleTable(NAMES[:players], names, np.arange(samples) * 2, labels, found.right(labels), found, None)


def mlp_table(players: int = 3, samples: int = 200, classes: int = 4, *, seed: int = 0) -> SampleTable:
    """Return the table of another head, of which nothing but the predictions is known."""
    known = table(players, samples, classes, seed=seed)
    names, chances = known.modalities, known.worth("probability").astype(np.float32)
    return SampleTable(names, known.classes, known.rows, known.labels, known.right, None, chances)


def logits_by_hand(found: Terms) -> np.ndarray:
    """Return the logits of every coalition, (2**M, N, C), written down in full and in double precision."""
    there = coalitions(len(found.absent))[:, :, None, None]
    terms = np.where(there, found.present.astype(np.float64), found.absent.astype(np.float64)[:, None])
    return np.asarray(terms.sum(axis=1) + found.bias)
