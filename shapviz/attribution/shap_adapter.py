"""The methods of shap (Lundberg and Lee 2017, arXiv:1705.07874), playing a game.

Those that ask for coalitions are given vectors of presence: everybody present is what they explain, nobody present is
their background. All samples are outputs of one model, so what shap does in Python it does once for all of them.

Shap compiles its loops when they are first called, which takes several seconds. Where NUMBA_DISABLE_JIT=1 stands in the
environment of the process they stay as they are, which costs next to nothing for so few players. Its own variances are
not used: they are known to be wrong.
"""

import warnings
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from shapviz.attribution.dice import seeded
from shapviz.attribution.found import Found, Values, numbers
from shapviz.attribution.game import Game, Path
from shapviz.attribution.intervals import divided, estimated
from shapviz.games import coalitions
from shapviz.runs.methods import Effort

with warnings.catch_warnings():  # shap's plots, which nobody here draws, use what matplotlib wants to be rid of
    warnings.filterwarnings("ignore", r"The set_\w+ function", PendingDeprecationWarning)
    import shap


def exact(game: Game, effort: Effort) -> Found:
    """Return Shapley values from every coalition.

    Raises:
        UsageError: If there are too many players to enumerate their coalitions.
    """
    everybody = _everybody(game)
    count = len(coalitions(len(game.players)))
    explainer = shap.explainers.ExactExplainer(_worths(game), np.zeros_like(everybody))
    return Found(_values(explainer(everybody, max_evals=count, batch_size=count, silent=True)))


def permutation(game: Game, effort: Effort) -> Found:
    """Return Shapley values over random orders, each also walked backwards, with 95 % intervals over the orders."""
    everybody = _everybody(game)
    repeats, calls = divided(effort, 2 * len(game.players) + 1)
    with seeded(effort.seed):
        # it seeds the global stream itself
        explainer = shap.explainers.PermutationExplainer(_worths(game), np.zeros_like(everybody), seed=effort.seed)
        runs = [_values(explainer(everybody, max_evals=calls, batch_size=calls, silent=True)) for _ in range(repeats)]
    return estimated(runs, effort)


def kernel(game: Game, effort: Effort) -> Found:
    """Return the coefficients of KernelSHAP's regression on coalitions, with 95 % intervals over the draws.

    Where the effort reaches all coalitions they are enumerated, and nothing is drawn: the intervals are points.
    """
    everybody = _everybody(game)
    explainer = shap.KernelExplainer(_worths(game), np.zeros_like(everybody))

    def run(calls: int) -> Values:
        values: Values = explainer.shap_values(everybody, nsamples=calls, l1_reg=False, silent=True)[0].T
        return values

    repeats, calls = divided(effort, 4 * len(game.players) + 2)
    if repeats * calls >= 2 ** len(game.players):
        values = run(2 ** len(game.players))
        return Found(values, values, values)
    with seeded(effort.seed):
        return estimated([run(calls - 2) for _ in range(repeats)], effort)  # nobody and everybody come on top


def partition(game: Game, effort: Effort) -> Found:
    """Return Owen values along a binary tree: within the groups of the game first, then of the groups themselves.

    Players are halved again and again in the order in which they stand. Where the effort does not reach every fork, the
    players beyond it share what their branch is given.
    """
    everybody = _everybody(game)
    masker = shap.maskers.Partition(np.zeros_like(everybody), clustering=_tree(game))
    explainer = shap.explainers.PartitionExplainer(_worths(game), masker)
    with seeded(effort.seed):  # in what order it looks at forks of equal weight
        return Found(_values(explainer(everybody, max_evals=effort.calls, silent=True)))


def gradient(game: Game, effort: Effort) -> Found:
    """Return expected gradients between samples and random training samples, with 95 % intervals over the draws."""
    path = game.path(sampled=True)
    repeats, calls = divided(effort, 2)
    payoff = _Payoff(game, path)
    with seeded(effort.seed):
        explainer = shap.GradientExplainer(payoff, list(path.background))
        seeds = np.random.default_rng(effort.seed).integers(2**31, size=(repeats, len(game.rows)))
        runs = [_along(payoff, explainer, row, draws=calls // 2) for row in seeds]
    return estimated(runs, effort)._replace(ends=game.sampled_ends(path))


class _Payoff(nn.Module):
    """The payoff (B, 1) of points on the path of one sample: shap's models know nothing of additional arguments."""

    def __init__(self, game: Game, path: Path) -> None:
        super().__init__()
        self.game, self.path, self.place = game, path, 0

    def forward(self, *inputs: Tensor) -> Tensor:
        samples = torch.full((len(inputs[0]),), self.place)
        return self.game.along(self.path, samples, *(each.double() for each in inputs))[:, None]


def _along(payoff: _Payoff, explainer: Any, seeds: NDArray[np.int64], draws: int) -> Values:
    """Return the expected gradients (N, P) of one run: shap goes from sample to sample anyway."""
    parts = []
    for payoff.place, seed in enumerate(seeds.tolist()):
        point = [each[payoff.place, None].detach() for each in payoff.path.inputs]
        found = explainer.shap_values(point, nsamples=draws, rseed=seed)
        parts.append(found if len(point) > 1 else [found])  # of one input shap makes no list
    samples = (torch.from_numpy(np.concatenate(part)[..., 0]) for part in zip(*parts, strict=True))
    return numbers(payoff.path.collect(list(samples)))


def _worths(game: Game) -> Any:
    """Return the game as a function of vectors of presence (K, P), to the worth for all samples (K, N)."""

    def worths(presence: NDArray[np.float64]) -> Values:
        present = torch.from_numpy(np.asarray(presence) > 0.5)
        every = present.repeat_interleave(len(game.rows), dim=0)
        return numbers(game.worth(every, game.places.repeat(len(present)))).reshape(len(present), -1)

    return worths


def _everybody(game: Game) -> Values:
    return np.ones((1, len(game.players)))


def _values(explanation: Any) -> Values:
    """Return the values (N, P) of the only row that was explained. Of one sample shap leaves out the last axis."""
    (values,) = np.asarray(explanation.values)
    return values.reshape(len(values), -1).T  # type: ignore[no-any-return]


def _tree(game: Game) -> Values:
    """Return the tree of the players as scipy's hierarchical clustering writes it: (P - 1, 4), a row for each fork."""
    groups = game.groups or (0,) * len(game.players)
    members = [[p for p, of in enumerate(groups) if of == group] for group in dict.fromkeys(groups)]
    forks: list[tuple[int, int, float, int]] = []

    def joined(branches: list[tuple[int, int]]) -> tuple[int, int]:
        """Return the node that branches, each a node with so many players, come together in."""
        if len(branches) == 1:
            return branches[0]
        half = len(branches) // 2
        (left, few), (right, more) = joined(branches[:half]), joined(branches[half:])
        forks.append((left, right, float(len(forks) + 1), few + more))
        return len(groups) + len(forks) - 1, few + more

    joined([joined([(player, 1) for player in group]) for group in members])
    return np.array(forks, dtype=np.float64)
