"""Synthetic data whose true coalition worths are known, in five regimes.

Behind every sample stands a **symbol** per modality, drawn together with the label from a joint distribution that is a
small table. A modality shows its symbol through **clusters**: the sample lies near one of the symbol's cluster centres,
with unit Gaussian noise. The table says how much a modality knows; the number of clusters says how hard it is to learn:
with one cluster a symbol a linear map reads it; with fourteen, scattered among those of other symbols, a network needs
many epochs.

The worth of a coalition is then exact: the accuracy of the best possible guess from its symbols, a sum over the table.
It takes for granted that symbols can be read off the inputs without error, which the distance between centres makes
nearly true.
"""

from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from shapviz.data.dataset import MultimodalDataset
from shapviz.data.info import DatasetInfo
from shapviz.data.modality import Modality
from shapviz.games.balance import edm
from shapviz.games.coalition import coalitions
from shapviz.games.shapley import shapley_values

DIMENSIONS = 20
DISTANCE = 40.0  # root mean square distance between two cluster centres, in units of the noise
SAMPLES = 4000
Table = NDArray[np.float64]  # probability of (label, symbol of the first modality, symbol of the second, ...)


@dataclass(frozen=True)
class Clusters:
    """How a modality shows its symbols: by which of these clusters a sample lies in.

    The centres are scattered at random in a random subspace, of so few dimensions that several clusters per symbol
    cannot be told from those of other symbols by a linear map.
    """

    per_symbol: int
    subspace: int = 7  # dimensions


@dataclass(frozen=True)
class Truth:
    """What a perfect observer would find in a regime: the game of Bayes accuracies."""

    players: tuple[str, ...]
    worth: NDArray[np.float64]  # (2**M,) Bayes accuracy of each coalition, by bit mask
    shapley: NDArray[np.float64]  # (M,)
    edm: float  # to equal shares


@dataclass(frozen=True, eq=False)
class Regime:
    """A joint distribution of label and symbols, and how each modality shows its symbols."""

    name: str
    title: str
    about: str
    table: Table  # (C, S_1, ..., S_M), sums to 1
    clusters: dict[str, Clusters]  # of each modality, in the order of the table's axes

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """The modalities, in the order of the table's axes."""
        return tuple(
            Modality(name, "features", (DIMENSIONS,), "noise standard deviations", _about(clusters))
            for name, clusters in self.clusters.items()
        )

    @property
    def info(self) -> DatasetInfo:
        """The regime's card."""
        return DatasetInfo(
            self.name,
            self.title,
            self.about,
            self.modalities,
            self.classes,
            SAMPLES,
            citation="Drawn by shapviz.data.synthetic.",
            licence="MIT, as shapviz",
            epochs=20,
            fractions=(0.5, 0.15, 0.35),
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the labels."""
        return tuple(str(label) for label in range(self.table.shape[0]))

    @cached_property
    def truth(self) -> Truth:
        """The exact game: for every coalition, the expected accuracy of the best guess from its symbols."""
        players = len(self.clusters)
        worth = np.array([self._bayes_accuracy(present) for present in coalitions(players)])
        shapley = shapley_values(worth)
        return Truth(tuple(self.clusters), worth, shapley, float(edm(shapley)))

    def _bayes_accuracy(self, present: NDArray[np.bool_]) -> float:
        absent = tuple(int(axis) + 1 for axis in np.flatnonzero(~present))
        return float(self.table.sum(axis=absent).max(axis=0).sum())

    def sample(self, seed: int, count: int = SAMPLES) -> MultimodalDataset:
        """Return `count` samples; another seed draws other cluster centres as well as other samples."""
        rng = np.random.default_rng([seed, crc32(self.name.encode())])
        cells = rng.choice(self.table.size, size=count, p=self.table.ravel())
        labels, *symbols = np.unravel_index(cells, self.table.shape)
        views = {
            name: _show(shown, self.table.shape[axis], clusters, rng)
            for axis, ((name, clusters), shown) in enumerate(zip(self.clusters.items(), symbols, strict=True), start=1)
        }
        return MultimodalDataset(self.name, self.modalities, views, labels.astype(np.int64), self.classes)


def _show(
    symbols: NDArray[np.intp], alphabet: int, clusters: Clusters, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Return an input for each symbol, (N, DIMENSIONS): a random one of its cluster centres, plus unit noise."""
    # two independent Gaussian points of variance v per dimension are sqrt(2 * v * dimensions) apart
    scale = DISTANCE / np.sqrt(2 * clusters.subspace)
    subspace = np.linalg.qr(rng.standard_normal((DIMENSIONS, clusters.subspace))).Q.T
    centres = scale * rng.standard_normal((alphabet, clusters.per_symbol, clusters.subspace)) @ subspace
    chosen: NDArray[np.float64] = centres[symbols, rng.integers(clusters.per_symbol, size=len(symbols))]
    return (chosen + rng.standard_normal(chosen.shape)).astype(np.float32)


def _about(clusters: Clusters) -> str:
    count = clusters.per_symbol
    return "one cluster a symbol: learned fast" if count == 1 else f"{count} clusters a symbol: learned slowly"


def channel(alphabet: int, reliability: float) -> Table:
    """Return P(shown | meant), (alphabet, alphabet): right with this probability, else uniformly one of the others."""
    wrong = (1 - reliability) / (alphabet - 1)
    return np.where(np.eye(alphabet, dtype=bool), reliability, wrong)


def independent(*reliabilities: float, classes: int = 10) -> Table:
    """Return the table of modalities that show the label with these reliabilities, each independently of the others."""
    table = np.full((classes,), 1 / classes)
    for axis, reliability in enumerate(reliabilities, start=1):
        likelihood = channel(classes, reliability).reshape((classes, *(1,) * (axis - 1), classes))
        table = table[..., np.newaxis] * likelihood
    return table


def doubled(table: Table) -> Table:
    """Return the table with a copy of the first modality, showing the very same symbol, put in behind it."""
    alphabet = table.shape[1]
    copied = table[:, :, np.newaxis] * np.eye(alphabet).reshape((1, alphabet, alphabet, *(1,) * (table.ndim - 2)))
    return np.asarray(copied)


def _xor(reliability: float = 0.65) -> Table:
    """Return a table in which the label is the xor of two fair bits, and the third modality a weak hint at it."""
    table = np.zeros((2, 2, 2, 2))
    for a in range(2):
        for b in range(2):
            table[a ^ b, a, b] = channel(2, reliability)[a ^ b] / 4
    return table


REGIMES = {
    regime.name: regime
    for regime in (
        Regime(
            "race",
            "Race",
            "Equal information, unequal speed of learning.",
            independent(0.8, 0.8, 0.8),
            {"hare": Clusters(1, subspace=4), "fox": Clusters(10), "tortoise": Clusters(14)},
        ),
        Regime(
            "unequal",
            "Unequal",
            "Three modalities that know a lot, something and little.",
            independent(0.8, 0.65, 0.5),
            {"strong": Clusters(3), "middling": Clusters(3), "weak": Clusters(3)},
        ),
        Regime(
            "redundant",
            "Redundant",
            "Two modalities that show the same, and two that add to them.",
            doubled(independent(0.8, 0.8, 0.8)),
            {"original": Clusters(3), "copy": Clusters(3), "second": Clusters(3), "third": Clusters(3)},
        ),
        Regime(
            "noise",
            "Noise",
            "Two good modalities, and one that knows nothing of the label.",
            independent(0.8, 0.8, 0.1),
            {"left": Clusters(3), "right": Clusters(3), "noise": Clusters(3)},
        ),
        Regime(
            "xor",
            "Xor",
            "Two modalities that mean nothing alone and everything together; it takes the MLP head.",
            _xor(),
            {"left": Clusters(1), "right": Clusters(1), "hint": Clusters(1)},
        ),
    )
}
