"""A trained network and the test split of its data, of which attributions can be asked."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from shapviz.attribution.methods import USUAL, attribute
from shapviz.attribution.network import Heard, NetworkGame, standing_in
from shapviz.attribution.payoffs import targets
from shapviz.data.dataset import MultimodalDataset
from shapviz.data.splits import Splits
from shapviz.errors import UsageError
from shapviz.models import FusionModel
from shapviz.robustness.encoding import Samples, encode
from shapviz.runs.attribution import BACKGROUND, Attribution, Question
from shapviz.runs.methods import Effort
from shapviz.valuation.worth import evaluating


class Explainer:
    """A trained network, with a double-precision copy of it that methods may ask, and its test split.

    Everything is computed on the CPU: heads are small, and not every accelerator has double precision.

    Args:
        model: A `FusionModel` of the dataset's modalities, in their order. It is left as it was found.
        dataset: As the network sees it.
        splits: Which rows were trained on, and which are tested here.
        seed: Of the background.
    """

    def __init__(self, model: FusionModel, dataset: MultimodalDataset, splits: Splits, *, seed: int = 0) -> None:
        self.model = deepcopy(model).double().cpu().eval()
        self.dataset = dataset
        self.splits = splits
        self._seed = seed

    def beside(self, model: FusionModel, rows: Sequence[int]) -> Self:
        """Return an explainer of another network of the same kind, for some of the rows, with the same background."""
        return type(self)(model, self.dataset, replace(self.splits, test=np.array(rows)), seed=self._seed)

    @property
    def rows(self) -> NDArray[np.int64]:
        """The samples that can be attributed: rows of the dataset, all of the test split."""
        return self.splits.test

    @cached_property
    def test(self) -> Samples:
        """The test split behind the encoders."""
        return self._encoded(self.splits.test)

    @cached_property
    def logits(self) -> Tensor:
        """The logits (N, C) of the test split with everybody present."""
        with evaluating(self.model, torch.device("cpu")):
            return self.model.logits({name: each.contribution for name, each in self.test.items()})

    def game(self, question: Question, rows: Sequence[int] | None = None) -> NetworkGame:
        """Return the game of the modalities.

        Args:
            question: What is asked.
            rows: Of the dataset, all of the test split; None takes it whole.

        Raises:
            UsageError: If the network has no such class, or the test split no such row.
        """
        places = self.places(rows)
        labels = torch.from_numpy(self.dataset.labels[self.splits.test])
        classes = targets(question, labels, self.logits, self.dataset.classes)
        contributions = {name: each.contribution[places] for name, each in self.test.items()}
        heard = Heard(contributions, classes[places], self.background)
        return NetworkGame(self.networks(question), heard, self.splits.test[places].tolist(), question)

    def attribute(
        self, name: str, question: Question, rows: Sequence[int] | None = None, effort: Effort = USUAL
    ) -> Attribution:
        """Return what a method gives to the modalities; arguments and errors as in `game` and `methods.attribute`."""
        return attribute(self.game(question, rows), name, effort)

    def places(self, rows: Sequence[int] | None) -> NDArray[np.int64]:
        """Return where in the test split these rows of the dataset stand."""
        if rows is None:
            return np.arange(len(self.splits.test))
        asked = np.asarray(rows, dtype=np.int64)
        strangers = asked[~np.isin(asked, self.splits.test)]
        if len(strangers):
            raise UsageError(
                f"Row {strangers[0]} of '{self.dataset.name}' is not in the test split, which has "
                f"{len(self.splits.test)} of its {len(self.dataset)} rows.",
                remedy="Ask for rows of the test split: the network has learned from others.",
            )
        order = np.argsort(self.splits.test)
        return order[np.searchsorted(self.splits.test, asked, sorter=order)]

    @cached_property
    def background_rows(self) -> NDArray[np.int64]:
        """Some training samples, (K,) rows of the dataset: the same for every question."""
        train = self.splits.train
        return np.random.default_rng(self._seed).choice(train, size=min(BACKGROUND, len(train)), replace=False)

    @cached_property
    def background(self) -> dict[str, Tensor]:
        """What they contribute, (K, W) by modality."""
        return {name: each.contribution for name, each in self._background.items()}

    def networks(self, question: Question) -> tuple[FusionModel, ...]:
        """Return the network in which the absent are replaced as a question says: several where worth is a mean."""
        match question.baseline:
            case "own":
                return (self.model,)
            case "zero":
                return (standing_in(self.model, {name: torch.zeros_like(each) for name, each in self._means.items()}),)
            case "mean":
                return (standing_in(self.model, self._means),)
            case "background":
                return self._over_background

    @cached_property
    def _over_background(self) -> tuple[FusionModel, ...]:
        samples = zip(*(each.features for each in self._background.values()), strict=True)
        return tuple(standing_in(self.model, dict(zip(self._background, each, strict=True))) for each in samples)

    @cached_property
    def _background(self) -> Samples:
        return self._encoded(self.background_rows)

    @cached_property
    def _means(self) -> dict[str, Tensor]:
        """What features (D,) each modality has on average in training."""
        return {name: each.features.mean(dim=0) for name, each in self._encoded(self.splits.train).items()}

    def _encoded(self, rows: NDArray[np.int64]) -> Samples:
        return {name: encode(self.model, name, self.dataset.views[name][rows]) for name in self.dataset.names}
