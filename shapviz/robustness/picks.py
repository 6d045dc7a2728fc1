"""Which samples of the test split a page shows: few, always the same, and between them as telling as can be."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from shapviz.games.coalition import one_missing, players_of

SHOWN: Final = 6
Mask = NDArray[np.bool_]


def picks(right: Mask, labels: NDArray[np.int64]) -> tuple[int, ...]:
    """Return the places of six samples, or of all if there are fewer.

    They are chosen by what the untouched network makes of them, in turns, until there are enough:

    - one that every coalition gets right, where something can be lost;
    - for each modality one that is right with everybody and wrong once this modality is gone; first for the modality
      that most samples depend on;
    - one that is wrong with everybody though some coalition is right: there it helps to take a modality away.

    A turn for which there is no such sample is left out; when no kind is left, samples that are right with everybody
    follow, and then any. Of the candidates of a turn the first is taken whose class has been shown least. Nothing is
    random: the same network and split give the same samples.

    Args:
        right: (N, 2**M), which coalition is right about which sample, of clean inputs.
        labels: (N,), the classes of the samples.
    """
    kinds = _kinds(right)
    anything = np.ones_like(right[:, -1])
    chosen: list[int] = []
    for kind in [*kinds * SHOWN, *[right[:, -1]] * SHOWN, *[anything] * SHOWN]:
        free = np.setdiff1d(np.flatnonzero(kind), chosen)
        if len(free) and len(chosen) < SHOWN:
            shown = np.bincount(labels[chosen], minlength=labels.max() + 1)
            chosen.append(int(free[np.argmin(shown[labels[free]])]))
    return tuple(chosen)


def _kinds(right: Mask) -> list[Mask]:
    """Return who belongs to each of the kinds, (N,) each, in the order of their turns."""
    full = right[:, -1]
    needs = [full & ~right[:, mask] for mask in one_missing(players_of(right))]
    needs.sort(key=np.count_nonzero, reverse=True)
    steady = np.asarray(right[:, 1:].all(axis=1))
    return [steady, *needs, ~full & right.any(axis=1)]
