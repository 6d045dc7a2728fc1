"""What takes the place of an absent modality.

Something must, and what a coalition seems to be worth depends on it:

- own: what the network was trained with: nothing, being passed over, or a learned token; or prototypes of its own;
- zero: a contribution of zeros;
- mean: the contribution of the mean features of the training split;
- shuffled: the features of another sample, drawn from the training split, one and the same for all absent modalities:
  plausible values that know nothing of the sample (as in interventional Shapley values, arXiv:1910.13413);
- prototypes: the mean features of each class, weighted with the probabilities that those present give the classes;
- mapped: linear maps from the features of those present, averaged over them.

The last four look at the training split, as it stands behind the encoders of the trained network. Where nobody is
present, prototypes leave the network to its own way, and maps say the mean.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from shapviz.models import FusionModel, SumHead
from shapviz.models.batch import Places
from shapviz.models.heads import module_key
from shapviz.models.prototypes import Prototypes
from shapviz.robustness.encoding import Samples
from shapviz.robustness.maps import Maps
from shapviz.robustness.predictors import Fill, Filled, Predictor, Usual
from shapviz.robustness.recent import Recent
from shapviz.runs.robustness import StandIn

KEPT: Final = 16  # predictors: one of each stand-in, and some more draws of another sample


class StandIns:
    """All that may take the place of what is absent from a network, each made when it is first asked for.

    Args:
        model: The network.
        train: Gives the training split behind the network's encoders, when it is first needed.
        labels: Of the training split, (T,).
        classes: How many there are.
        samples: How many are to be predicted, N.
        seed: Of what is random.
    """

    def __init__(
        self,
        model: FusionModel,
        train: Callable[[], Samples],
        labels: NDArray[np.int64],
        *,
        classes: int,
        samples: int,
        seed: int,
    ) -> None:
        self._model = model
        self._encode_training = train
        self._labels = labels
        self._classes = classes
        self._samples = samples
        self._seed = seed
        self._predictors: Recent[tuple[StandIn, int], Predictor] = Recent(KEPT)

    def offered(self) -> dict[StandIn, str | None]:
        """Return why each stand-in is not offered, as a sentence; None where it is."""
        nothing = "an absent modality contributes nothing to this network as it is, so this would be the same as 'own'."
        return {
            "own": None,
            "zero": nothing if self._contributes_nothing() else None,
            "mean": None,
            "shuffled": None,
            "prototypes": None,
            "mapped": None,
        }

    def predictor(self, stand_in: StandIn, draw: int) -> Predictor:
        """Return what predicts with this stand-in; `draw` matters only where something is random."""
        draw = draw if stand_in == "shuffled" else 0
        return self._predictors.get((stand_in, draw), lambda: self._made(stand_in, draw))

    def _made(self, stand_in: StandIn, draw: int) -> Predictor:
        match stand_in:
            case "own":
                return Usual(self._model)
            case "zero":
                return Filled(self._model, _zeros)
            case "mean":
                return Filled(self._model, self._mean())
            case "shuffled":
                return Filled(self._model, self._another(draw))
            case "prototypes":
                return Usual(self._imputing())
            case "mapped":
                maps = Maps.fitted(self._train)
                return Filled(self._model, lambda samples, _: maps.expected(samples))

    @cached_property
    def _train(self) -> Samples:
        return self._encode_training()

    def _contributes_nothing(self) -> bool:
        """Return whether the network's own way with the absent is a contribution of zeros."""
        head = self._model.head
        tokens = any(head.slot(name).token is not None for name in head.modalities)
        return isinstance(head, SumHead) and not tokens and not self._model.prototypes

    def _mean(self) -> Fill:
        means = {name: of.contribution.mean(dim=0) for name, of in self._train.items()}
        return lambda samples, places: means

    def _another(self, draw: int) -> Fill:
        """Return what takes for each sample the contributions of a training sample of its own."""
        train = self._train
        drawn = np.random.default_rng((self._seed, draw)).integers(len(self._labels), size=self._samples)
        return lambda samples, places: {name: of.contribution[drawn[places]] for name, of in train.items()}

    def _imputing(self) -> FusionModel:
        """Return the same network with the class means of the training split as its prototypes."""
        prototypes = {name: _class_means(of.features, self._labels, self._classes) for name, of in self._train.items()}
        encoders = {name: self._model.encoders[module_key(name)] for name in self._model.modalities}
        return FusionModel(encoders, self._model.head, prototypes)


def _zeros(samples: Samples, places: Places) -> dict[str, Tensor]:
    return {name: torch.zeros_like(of.contribution[0]) for name, of in samples.items()}


def _class_means(features: Tensor, labels: NDArray[np.int64], classes: int) -> Prototypes:
    """Return the mean features of each class: of a first batch, prototypes are the means."""
    prototypes = Prototypes(classes, features.shape[1]).to(features)
    prototypes.observe(features, torch.from_numpy(labels).to(features.device))
    return prototypes
