"""A head fitted once more to encoders that stand still: a logistic regression on the features of the training split."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize
from torch import Tensor
from torch.nn.functional import cross_entropy
from torch.nn.utils import vector_to_parameters

from shapviz.calibration.designs import Design, design
from shapviz.models import BatchSource, FusionModel, Head

PENALTIES: Final = (1.0, 0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4)
"""The L2 penalties to choose from, the strongest first: each fit starts where the last one ended. A logistic regression
of scikit-learn with C = 1 has the penalty 1 / N here."""

ITERATIONS, SLOPE, CHANGE = 500, 1e-4, 1e-7
"""When to stop: at a slope of the loss, or a change of it, by which no prediction turns. Finer ones would cost five
times as much for the fourth decimal of the loss."""


class Refit(NamedTuple):
    """A network with a head that was fitted once more."""

    model: FusionModel  # a copy
    l2: float  # the penalty that validation chose


def refit(
    model: FusionModel,
    train: BatchSource,
    valid: BatchSource,
    *,
    own: bool,
    penalties: tuple[float, ...] = PENALTIES,
) -> Refit:
    """Return a copy of the network whose head is the best for the features that its encoders have come to.

    Fitted is what is linear in the head: the blocks of an additive head and its bias, or the last layer of another one.
    It minimises mean cross-entropy + penalty / 2 · |weights|², the weights being those of features of unit variance;
    the penalty is the one with the least cross-entropy on the validation split. The loss is convex, so the result does
    not depend on where it starts. L-BFGS, in double precision.

    Args:
        model: It is left as it was found.
        train: What is fitted to.
        valid: What chooses the penalty.
        own: Whether the loss of each modality alone is added to that of all, as in joint + unimodal training. Without
            these terms the head learns to rely on everybody being there.
        penalties: To choose from.
    """
    head = copy.deepcopy(model.head).cpu().double().eval()
    problem = _Problem.of(head, design(model, head, train, own=own))
    unseen = design(model, head, valid, own=own)
    found = []
    for l2 in penalties:
        problem.solve(l2)
        with torch.no_grad():
            found.append((_loss(head, unseen).item(), l2, copy.deepcopy(head.state_dict())))
    _, l2, weights = min(found, key=lambda each: each[0])
    fitted = copy.deepcopy(model)
    fitted.head.load_state_dict(weights)
    return Refit(fitted, l2)


@dataclass(frozen=True, eq=False)
class _Problem:
    """What is to be minimised, as a function of the linear parameters in one vector.

    The vector holds the weights for features of unit variance: that is what the penalty is about, and it spares the
    optimiser a valley that is narrow only because features have different units.
    """

    head: Head
    seen: Design
    parameters: list[Tensor]
    scale: Tensor  # standard deviation of what each weight is multiplied with; 1 for a bias
    penalised: Tensor  # 1 for a weight, 0 for a bias

    @classmethod
    def of(cls, head: Head, seen: Design) -> Self:
        """Return the problem of fitting what is linear in `head`; nothing else of it will learn."""
        weights, bias = seen.weights(head), seen.bias(head)
        head.requires_grad_(False)
        for parameter in (*weights, bias):
            parameter.requires_grad_()
        spreads = zip(weights, seen.spreads(), strict=True)
        return cls(
            head=head,
            seen=seen,
            parameters=[*weights, bias],
            scale=_flat([*(spread.expand_as(weight) for weight, spread in spreads), torch.ones_like(bias)]),
            penalised=_flat([*map(torch.ones_like, weights), torch.zeros_like(bias)]),
        )

    def solve(self, l2: float) -> None:
        """Set the head to the minimum under a penalty, starting from where it stands."""

        def value(vector: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            return self._value(vector, l2)

        start = (_flat(self.parameters).detach() * self.scale).numpy()
        fitted = minimize(
            value, start, jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS, "gtol": SLOPE, "ftol": CHANGE}
        )
        self._set(fitted.x)

    def _value(self, vector: NDArray[np.float64], l2: float) -> tuple[float, NDArray[np.float64]]:
        """Return the loss and its gradient."""
        self._set(vector)
        loss = _loss(self.head, self.seen)
        gradient = _flat(torch.autograd.grad(loss, self.parameters)) / self.scale
        shrunk = l2 * self.penalised.numpy() * vector
        return loss.item() + float(shrunk @ vector) / 2, gradient.numpy() + shrunk

    def _set(self, vector: NDArray[np.float64]) -> None:
        vector_to_parameters(torch.from_numpy(vector) / self.scale, self.parameters)


def _loss(head: Head, samples: Design) -> Tensor:
    """Return the mean cross-entropy of the prediction from all, plus those from each alone if they count."""
    return torch.stack([cross_entropy(logits, samples.labels) for logits in samples.logits(head)]).sum()


def _flat(tensors: Iterable[Tensor]) -> Tensor:
    """Return all entries in one vector."""
    return torch.cat([tensor.flatten() for tensor in tensors])
