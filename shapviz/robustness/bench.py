"""A trained network on the bench: what it does when modalities are absent or corrupted, as often as somebody asks."""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from shapviz.data.dataset import MultimodalDataset, View
from shapviz.data.splits import Splits
from shapviz.errors import UsageError
from shapviz.models import FusionModel
from shapviz.robustness.measure import RESAMPLES, measured
from shapviz.robustness.picks import picks
from shapviz.robustness.players import player
from shapviz.robustness.recent import Recent
from shapviz.robustness.specimens import Specimens, without_gone
from shapviz.robustness.stand_ins import StandIns
from shapviz.runs.bits import packed
from shapviz.runs.corruptions import Corruption
from shapviz.runs.rightness import Rightness
from shapviz.runs.robustness import (
    Conditions,
    Corrupted,
    Facts,
    Measured,
    Prediction,
    Reading,
    Seen,
    StandIn,
    Sweep,
    conditions_of,
    stages,
)
from shapviz.runs.severity import SEVERITIES
from shapviz.valuation.worth import evaluating

CLEAN: Final = 16  # pairs of stand-in and draw for which what happens to clean inputs is kept

Dice = tuple[StandIn, int]  # what matters of conditions where nothing is corrupted: stand-in and draw
Predictions = tuple[Prediction, ...]  # of one sample, by mask
Places = NDArray[np.int64]  # in the test split


class Bench:
    """A trained network and the test split of its data.

    Encodings are computed once: a corruption encodes one modality again, an absent modality nothing. Whatever is random
    is seeded by the bench, the modality and the draw, so equal conditions give equal answers.

    ::

        bench = Bench(model, dataset, splits)  # or of a recorded run: shapviz.open_bench("its name")
        blurred = Corrupted(corruption="blur", severity=3)
        reading = bench.read(Conditions(corrupted={"image": blurred}, stand_in="mean"))
        reading.accuracy()  # with everybody present, and its interval
        reading.change(absent=["audio"])  # by how much the blur lowers it where audio is missing

    Args:
        model: A `FusionModel` of the dataset's modalities, in their order. It is left as it was found.
        dataset: As the network sees it; `shapviz.data.preparation.prepare` standardises your own.
        splits: Which rows were trained on, and which are tested here.
        seed: Of the bootstrap and of all that is drawn; usually that of the run.
        resamples: How often the bootstrap draws.

    Raises:
        UsageError: If the network is for other modalities or in another order, if nothing is to be tested, or if the
            dice cannot be thrown like that.
    """

    def __init__(
        self,
        model: FusionModel,
        dataset: MultimodalDataset,
        splits: Splits,
        *,
        seed: int = 0,
        resamples: int = RESAMPLES,
    ) -> None:
        if seed < 0 or resamples < 1:
            raise UsageError(
                f"Expected a seed of at least 0 and 1 resample or more; found {seed} and {resamples}.",
                remedy="Leave them out for the usual ones.",
            )
        self.dataset = dataset
        self._rows = splits.test
        self._seed = seed
        self._resamples = resamples
        self._device = next(model.parameters()).device
        self._labels = torch.from_numpy(dataset.labels[splits.test]).to(self._device)
        self._specimens = Specimens(model, dataset, splits, seed=seed)
        self._stand_ins = StandIns(
            model,
            self._specimens.training,
            dataset.labels[splits.train],
            classes=len(dataset.classes),
            samples=len(splits.test),
            seed=seed,
        )
        self._rightness: Recent[Dice, Rightness] = Recent(CLEAN)
        self._measures: Recent[Dice, Measured] = Recent(CLEAN)
        self._shown = np.array(picks(self._clean(Conditions()), dataset.labels[splits.test]))
        self._specimens.watch(self._shown.tolist())
        self._facts = Facts(
            dataset=dataset.name,
            players=tuple(map(player, dataset.modalities)),
            classes=dataset.classes,
            samples=len(splits.test),
            stand_ins=self._stand_ins.offered(),
            seen=tuple(splits.test[self._shown].tolist()),
        )

    def facts(self) -> Facts:
        """Return what can be asked."""
        return self._facts

    def read(self, conditions: Conditions, rows: Sequence[int] = ()) -> Reading:
        """Return what the network does under some conditions, beside what it does with clean inputs.

        Args:
            conditions: Whatever is missing or damaged.
            rows: Of the dataset, all of the test split: the samples to look at closely. Without any, those of `facts`.

        Raises:
            UsageError: If a modality is not known, a corruption does not fit it, or the stand-in is not offered: all
                problems at once. If there is no such sample.
        """
        self._facts.check(conditions)
        return Reading(
            conditions=conditions,
            players=self.dataset.names,
            classes=self.dataset.classes,
            clean=self._clean_measured(conditions),
            measured=self.measure(conditions),
            seen=self._seen(conditions, np.array([self._specimens.place(row) for row in rows] or self._shown)),
        )

    def measure(self, conditions: Conditions) -> Measured:
        """Return what every coalition is worth under some conditions; errors as in `read`."""
        corrupted = {name for name, done in conditions.corrupted.items() if done.severity}
        return self._measured(self.right(conditions), self._clean(conditions), corrupted)

    def sweep(
        self,
        modality: str,
        corruption: Corruption,
        stand_in: StandIn = "own",
        draw: int = 0,
        severities: Sequence[float] = SEVERITIES,
    ) -> Sweep:
        """Return one corruption of one modality at every severity, all else clean; errors as in `read`."""
        steps = stages(modality, corruption, severities, stand_in=stand_in, draw=draw)
        return Sweep(
            modality=modality,
            corruption=corruption,
            severities=tuple(map(float, severities)),
            measured=tuple(map(self.measure, steps)),
        )

    def right(self, conditions: Conditions) -> Rightness:
        """Return which coalition is right about which sample of the test split, (N, 2**M); errors as in `read`."""
        self._facts.check(conditions)
        return self._right(conditions)

    def _right(self, conditions: Conditions) -> Rightness:
        specimens = self._specimens.under(conditions)
        predictor = self._stand_ins.predictor(conditions.stand_in, conditions.draw)
        with evaluating(predictor.model, self._device):
            right = predictor.right({name: each.encoded for name, each in specimens.items()}, self._labels)
        return without_gone(right.cpu().numpy(), specimens)

    def values(self, row: int, modality: str, corrupted: Corrupted | None = None, draw: int = 0) -> View:
        """Return the values of a modality of one sample, clean or as a corruption leaves them, read-only.

        Args:
            row: Of the dataset; one of the test split.
            modality: Whose values.
            corrupted: What is done to it.
            draw: As in the conditions.

        Raises:
            UsageError: If there is no such sample, modality or draw, or the corruption does not fit it.
        """
        return self._sample(row, modality, corrupted, draw)[0]

    def gone(self, row: int, modality: str, corrupted: Corrupted | None = None, draw: int = 0) -> bool:
        """Return whether a corruption leaves one sample without the modality altogether; arguments as in `values`."""
        return self._sample(row, modality, corrupted, draw)[1]

    def typed(
        self, row: int, modality: str, corrupted: Corrupted | None = None, draw: int = 0
    ) -> tuple[str, ...] | None:
        """Return the words of one sample as `typos` has them typed; arguments as in `values`.

        None under any other corruption, and where no spelling is known.
        """
        self._check(modality, corrupted, draw)
        if corrupted is None or corrupted.corruption != "typos":
            return None
        written = self._specimens.typed(modality, corrupted, draw)
        return None if written is None else tuple(map(str, written[self._specimens.place(row)]))

    def _sample(self, row: int, modality: str, corrupted: Corrupted | None, draw: int) -> tuple[View, bool]:
        self._check(modality, corrupted, draw)
        found, gone = self._specimens.sample(row, modality, corrupted, draw)
        found = found.view()
        found.flags.writeable = False  # the bench goes on with the same values
        return found, gone

    def _check(self, modality: str, corrupted: Corrupted | None, draw: int) -> None:
        self.dataset.modality(modality)  # or say which there are
        self._facts.check(conditions_of(corrupted={} if corrupted is None else {modality: corrupted}, draw=draw))

    def _clean(self, conditions: Conditions) -> Rightness:
        """Return who is right with clean inputs, everything else being equal."""
        key = conditions.stand_in, conditions.draw
        return self._rightness.get(key, lambda: self._right(_cleaned(conditions)))

    def _clean_measured(self, conditions: Conditions) -> Measured:
        right = self._clean(conditions)
        return self._measures.get((conditions.stand_in, conditions.draw), lambda: self._measured(right, right, set()))

    def _measured(self, right: Rightness, clean: Rightness, corrupted: Collection[str]) -> Measured:
        found = measured(
            self.dataset.names, right[None], clean[None], corrupted, resamples=self._resamples, seed=self._seed
        )
        return found.model_copy(update={"right": packed(right)})

    def _seen(self, conditions: Conditions, shown: Places) -> tuple[Seen, ...]:
        before, after = (self._predictions(each, shown) for each in (_cleaned(conditions), conditions))
        return tuple(
            Seen(row=int(self._rows[place]), label=int(self._labels[place]), before=then, after=now)
            for then, now, place in zip(before, after, shown, strict=True)
        )

    def _predictions(self, conditions: Conditions, shown: Places) -> list[Predictions]:
        """Return what every coalition makes of each of the samples at these places of the test split."""
        specimens = self._specimens.under(conditions)
        predictor = self._stand_ins.predictor(conditions.stand_in, conditions.draw)
        with evaluating(predictor.model, self._device):
            logits = predictor.logits({name: each.encoded for name, each in specimens.items()}, shown)
            chances, labels = logits.softmax(dim=-1).max(dim=-1)  # (2**M, n) each
        found = (without_gone(each.T.cpu().numpy(), specimens, shown).tolist() for each in (labels, chances))
        return [
            tuple(Prediction(label=label, probability=chance) for label, chance in zip(*sample, strict=True))
            for sample in zip(*found, strict=True)
        ]


def _cleaned(conditions: Conditions) -> Conditions:
    return conditions.model_copy(update={"corrupted": {}})
