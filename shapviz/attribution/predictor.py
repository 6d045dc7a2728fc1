"""Any model that can predict with some of its modalities absent, as a game."""

import torch
from torch import Tensor

from shapviz.attribution.game import Game, Path
from shapviz.attribution.payoffs import paid, targets
from shapviz.errors import UsageError
from shapviz.games import coalitions
from shapviz.models import Batch, BatchSource
from shapviz.runs.attribution import Question
from shapviz.valuation import CoalitionPredictor
from shapviz.valuation.worth import evaluating


class PredictorGame(Game):
    """The modalities of a `CoalitionPredictor` as players: all methods but those that need gradients.

    The model computes as it is, in its own precision; payoffs are taken in double precision.

    Args:
        model: What to attribute.
        source: The samples.
        question: What is asked. What takes the place of the absent is the model's affair: the baseline must be 'own'.

    Raises:
        UsageError: If another baseline is asked for, or a class that there is not.

    >>> attribute(PredictorGame(model, BatchSource(dataset, rows), Question()), "exact")  # doctest: +SKIP
    """

    def __init__(self, model: CoalitionPredictor, source: BatchSource, question: Question) -> None:
        super().__init__(model.modalities, source.rows.tolist(), question)
        if question.baseline != "own":
            raise UsageError(
                f"The baseline '{question.baseline}' is put into a network behind its encoders, and of this model "
                "only predictions are known.",
                remedy="Choose the baseline 'own': the model itself decides what takes the place of the absent.",
            )
        self._model, self._source = model, source
        everybody = self._logits(self._batch, torch.ones(1, len(self.players), dtype=torch.bool))[0]
        self._classes = targets(question, self._batch.labels, everybody, source.classes)

    def table(self) -> Tensor:
        """Return the worth of all coalitions, (N, 2**P), of which the model is asked at once."""
        masks = torch.from_numpy(coalitions(len(self.players)).copy())
        worths = paid(self.question.payoff, self._logits(self._batch, masks), self._classes).T
        self.calls += worths.numel()
        return worths

    def path(self, *, sampled: bool = False) -> Path:
        """Raise UsageError: predictions have no gradients."""
        raise UsageError(
            "This method needs gradients, and of this model only predictions are known.",
            remedy="Choose a method that asks for coalitions.",
        )

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        asked, which = torch.unique(present, dim=0, return_inverse=True)
        worth = torch.empty(len(present), dtype=torch.float64)
        for place, coalition in enumerate(asked[:, None]):
            here = which == place
            batch, some = _at(self._batch, samples[here]), self._classes[samples[here]]
            worth[here] = paid(self.question.payoff, self._logits(batch, coalition), some)[0]
        return worth

    @property
    def _batch(self) -> Batch:
        return next(self._source.ordered(len(self._source)))

    def _logits(self, batch: Batch, present: Tensor) -> Tensor:
        """Return the logits (K, B, C) of coalitions (K, M)."""
        with evaluating(self._model, self._source.device):
            return self._model.logits(batch, present.to(self._source.device)).double().cpu()


def _at(batch: Batch, places: Tensor) -> Batch:
    inputs = {name: values[places] for name, values in batch.inputs.items()}
    return Batch(inputs, batch.labels[places], batch.rows[places])
