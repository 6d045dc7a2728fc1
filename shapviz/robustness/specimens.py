"""The test split under corruptions, behind the encoders of a network."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from shapviz.data.dataset import MultimodalDataset, View
from shapviz.data.splits import Splits
from shapviz.errors import UsageError
from shapviz.models import FusionModel
from shapviz.models.batch import Places
from shapviz.robustness.corruptions import Damage, corrupt, spelt
from shapviz.robustness.encoding import Encoded, Samples, encode
from shapviz.robustness.recent import Recent
from shapviz.robustness.text import Spelling
from shapviz.runs.robustness import LAST_DRAW, Conditions, Corrupted

KEPT: Final = 32  # corrupted modalities that stay encoded: five sweeps and a little more
DRAWS: Final = LAST_DRAW + 1  # of a seed: no two pairs of seed and draw throw the same dice

Entry = TypeVar("Entry", bound=np.generic)
Key = tuple[str, Corrupted, int]  # modality, what is done to it, draw


class Specimen(NamedTuple):
    """One modality of the test split."""

    encoded: Encoded
    gone: NDArray[np.bool_] | None = None  # (N,): samples of which it is missing altogether


class Specimens:
    """The test split of a dataset: every modality encoded once, and once more for each corruption of it.

    Encodings are small, and many are kept. Corrupted values are large: of all samples as many are kept as there are
    modalities, of the few that are watched as many as encodings. So whoever asks what corrupted samples look like need
    not be the one who asked last what became of them.

    Args:
        model: Whose encoders they are.
        dataset: As the network sees it.
        splits: Which rows are tested, and which were trained on.
        seed: Of what is random about corruptions, together with the draw.

    Raises:
        UsageError: If network, dataset and splits do not belong together.
    """

    def __init__(self, model: FusionModel, dataset: MultimodalDataset, splits: Splits, *, seed: int) -> None:
        _require(model, dataset, splits)
        self._model = model
        self._dataset = dataset
        self._rows = splits.test
        self._seed = seed
        self._values = {name: view[splits.test] for name, view in dataset.views.items()}
        self._reference = {name: view[splits.train] for name, view in dataset.views.items()}
        self._clean = {name: Specimen(encode(model, name, self._values[name])) for name in dataset.names}
        self._damages: Recent[Key, Damage] = Recent(len(dataset.names))
        self._specimens: Recent[Key, Specimen] = Recent(KEPT)
        self._samples: Recent[Key, Damage] = Recent(KEPT)
        self._watched: list[int] = []
        self._typed: Recent[Key, Spelling | None] = Recent(len(dataset.names))

    def watch(self, places: Sequence[int]) -> None:
        """Keep what corruptions leave of the samples at these places of the test split. To be called once, at first."""
        self._watched = list(places)

    def place(self, row: int) -> int:
        """Return where in the test split a row of the dataset stands.

        Raises:
            UsageError: If it stands elsewhere.
        """
        places = np.flatnonzero(self._rows == row)
        if not len(places):
            raise UsageError(
                f"Row {row} of '{self._dataset.name}' is not in the test split, which has {len(self._rows)} of its "
                f"{len(self._dataset)} rows.",
                remedy="Ask for one of the rows that a reading has `seen`.",
            )
        return int(places[0])

    def training(self) -> Samples:
        """Return the training split behind the encoders."""
        return {name: encode(self._model, name, self._reference[name]) for name in self._dataset.names}

    def under(self, conditions: Conditions) -> dict[str, Specimen]:
        """Return the test split under some conditions, by modality in the order of the players."""
        draw = conditions.draw
        corrupted = {name: done for name, done in conditions.corrupted.items() if done.severity}
        return self._clean | {name: self._corrupted(name, done, draw) for name, done in corrupted.items()}

    def sample(self, row: int, name: str, corrupted: Corrupted | None, draw: int) -> tuple[View, bool]:
        """Return the values of a modality of one sample, and whether a corruption leaves it without; clean for None."""
        place = self.place(row)
        if corrupted is None:
            return self._values[name][place], False
        if place in self._watched:
            damage, at = self._few(name, corrupted, draw), self._watched.index(place)
        else:
            damage, at = self._all(name, corrupted, draw), place
        return damage.values[at], damage.gone is not None and bool(damage.gone[at])

    def typed(self, name: str, corrupted: Corrupted, draw: int) -> Spelling | None:
        """Return texts as `typos` has them typed, (N, words); None where no spelling is known."""
        modality, values, seed = self._dataset.modality(name), self._values[name], self._seed * DRAWS + draw
        return self._typed.get((name, corrupted, draw), lambda: spelt(modality, values, corrupted, seed=seed))

    def _corrupted(self, name: str, corrupted: Corrupted, draw: int) -> Specimen:
        """Return one modality under a corruption. Its samples that are watched are kept as long."""

        def encoded() -> Specimen:
            self._few(name, corrupted, draw)
            return self._encode(name, self._all(name, corrupted, draw))

        return self._specimens.get((name, corrupted, draw), encoded)

    def _all(self, name: str, corrupted: Corrupted, draw: int) -> Damage:
        """Return what a corruption leaves of a modality."""
        return self._damages.get((name, corrupted, draw), lambda: self._damage(name, corrupted, draw))

    def _few(self, name: str, corrupted: Corrupted, draw: int) -> Damage:
        """Return what it leaves of the samples that are watched."""
        return self._samples.get((name, corrupted, draw), lambda: self._all(name, corrupted, draw).at(self._watched))

    def _encode(self, name: str, damage: Damage) -> Specimen:
        untouched = damage.values is self._values[name]
        encoded = self._clean[name].encoded if untouched else encode(self._model, name, damage.values)
        return Specimen(encoded, damage.gone)

    def _damage(self, name: str, corrupted: Corrupted, draw: int) -> Damage:
        return corrupt(
            self._dataset.modality(name),
            self._values[name],
            corrupted,
            seed=self._seed * DRAWS + draw,
            reference=self._reference[name],
        )


def without_gone(
    by_mask: NDArray[Entry], specimens: Mapping[str, Specimen], places: Places = slice(None)
) -> NDArray[Entry]:
    """Return what every coalition says (n, 2**M), where a modality is gone from a sample what it says without it.

    Args:
        by_mask: What is said with all modalities at hand.
        specimens: Of all samples; in the order of the players.
        places: Which of them these n are.
    """
    gone = np.zeros(len(by_mask), dtype=np.int64)
    for player, specimen in enumerate(specimens.values()):
        if specimen.gone is not None:
            gone |= specimen.gone[places].astype(np.int64) << player
    masks = np.arange(by_mask.shape[1])
    return np.take_along_axis(by_mask, masks & ~gone[:, None], axis=1)


def _require(model: FusionModel, dataset: MultimodalDataset, splits: Splits) -> None:
    """Raise UsageError unless network, data and splits belong together."""
    if model.modalities != dataset.names:
        raise UsageError(
            f"The network is for the modalities {', '.join(model.modalities)}; found those of '{dataset.name}': "
            f"{', '.join(dataset.names)}.",
            remedy="Bring the dataset's modalities into the network's order with `dataset.select`.",
        )
    if not len(splits.test) or not len(splits.train):
        raise UsageError(
            f"A network is tested on some rows, and what stands in for the absent is learned from others; found "
            f"{len(splits.test)} rows to test and {len(splits.train)} that were trained on.",
            remedy="Split the dataset with `shapviz.data.splits.split`.",
        )
