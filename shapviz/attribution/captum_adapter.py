"""Captum's methods (Kokhlikyan et al. 2020, arXiv:2009.07896), playing a game.

Those that ask for coalitions are given vectors of presence: ones where they would have a sample, zeros where they would
have its baseline. So they know nothing of networks, and answer for any game. Those that need gradients go along the
game's path. Which samples they are about travels as an additional argument.
"""

import warnings
from collections.abc import Callable
from math import factorial, prod
from typing import Any, Final

import numpy as np
import torch
from captum.attr import (
    DeepLift,
    FeatureAblation,
    GradientShap,
    InputXGradient,
    IntegratedGradients,
    KernelShap,
    Occlusion,
    ShapleyValues,
    ShapleyValueSampling,
)
from torch import Tensor

from shapviz.attribution.dice import seeded
from shapviz.attribution.found import Found, Values, numbers
from shapviz.attribution.game import Game, Path
from shapviz.attribution.intervals import divided, estimated
from shapviz.errors import UsageError
from shapviz.runs.calls import STEPS
from shapviz.runs.methods import Effort

MOST_ORDERED: Final = 8  # players whose 40,320 orders are walked through
RANGE: Final = 1024.0  # that worths are expected to keep to, so that sums of coarse ones are exact


def shapley(game: Game, effort: Effort) -> Found:
    """Return Shapley values, averaged over all orders of the players.

    Raises:
        UsageError: If there are too many players to go through their orders.
    """
    players = len(game.players)
    if players > MOST_ORDERED:
        raise UsageError(
            f"captum goes through every order of the players, and {players} players have {factorial(players):,}.",
            remedy="Choose 'exact', which gives the same values, or a method that draws.",
        )
    return Found(_ordered(game, ShapleyValues, factorial(players)))


def sampling(game: Game, effort: Effort) -> Found:
    """Return Shapley values over random orders of the players, with 95 % intervals over the orders."""
    players = len(game.players)
    repeats, calls = divided(effort, players + 1)
    orders = (calls - 1) // players
    with seeded(effort.seed):
        runs = [_ordered(game, ShapleyValueSampling, orders, n_samples=orders) for _ in range(repeats)]
    return estimated(runs, effort)


def kernel(game: Game, effort: Effort) -> Found:
    """Return the coefficients of KernelSHAP's regression on random coalitions, with 95 % intervals over the draws."""
    players = len(game.players)
    repeats, calls = divided(effort, 4 * players)
    method = KernelShap(_worth(game))

    def run() -> Values:  # captum would fit samples one after another too, and warn that it does
        samples = (_presence(game, place) for place in game.places[:, None])
        fitted = [method.attribute(**each, n_samples=calls, perturbations_per_eval=calls) for each in samples]
        return numbers(torch.cat(fitted))

    with seeded(effort.seed):
        runs = [run() for _ in range(repeats)]
    return estimated(runs, effort)


def ablation(game: Game, effort: Effort) -> Found:
    """Return what is lost when a player is taken away from all."""
    method = FeatureAblation(_worth(game))
    return Found(numbers(method.attribute(**_presence(game), perturbations_per_eval=len(game.players))))


def integrated_gradients(game: Game, effort: Effort) -> Found:
    """Return the gradient integrated from absence to presence (Sundararajan et al. 2017, arXiv:1703.01365)."""
    path = game.path()
    method = IntegratedGradients(_forward(game, path))
    return _collected(path, method.attribute(**_ways(game, path), n_steps=STEPS))


def deep_lift(game: Game, effort: Effort) -> Found:
    """Return differences from absence passed back by the rescale rule (Shrikumar et al. 2017, arXiv:1704.02685).

    The rule depends on how the network's function is written down as layers: see `Path.layers`.

    Raises:
        UsageError: If the network is not made of layers that the rule knows.
    """
    path = game.path()
    method = DeepLift(path.layers())
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Setting forward, backward hooks", UserWarning)  # it takes them away again
        attributed = method.attribute(**_ways(game, path))
    game.calls += 4 * len(game.rows)  # sample and baseline, both with gradients
    return _collected(path, attributed)


def gradient_shap(game: Game, effort: Effort) -> Found:
    """Return expected gradients between samples and random training samples, with 95 % intervals over the draws."""
    path = game.path(sampled=True)
    repeats, calls = divided(effort, 2)
    method = GradientShap(_forward(game, path))

    def run() -> Values:
        attributed = method.attribute(
            _leaves(path.inputs), path.background, n_samples=calls // 2, additional_forward_args=(game.places,)
        )
        return numbers(path.collect(attributed))

    with seeded(effort.seed):
        runs = [run() for _ in range(repeats)]
    return estimated(runs, effort)._replace(ends=game.sampled_ends(path))


def input_x_gradient(game: Game, effort: Effort) -> Found:
    """Return the gradient at the sample times the way there from absence (captum's own starts from zero)."""
    path = game.path()

    def forward(*ways: Tensor) -> Tensor:
        samples = ways[-1]
        points = (way + start[samples] for way, start in zip(ways, path.baselines, strict=False))
        return game.along(path, samples, *points)

    ways = _leaves(tuple(end - start for end, start in zip(path.inputs, path.baselines, strict=True)))
    return _collected(path, InputXGradient(forward).attribute(ways, additional_forward_args=(game.places,)))


def occlusion(game: Game, effort: Effort) -> Found:
    """Return what is lost when a window is laid over the inputs, place by place (Zeiler and Fergus 2014).

    Raises:
        UsageError: If the inputs have no places that a window could slide over.
    """
    path = game.path()
    windows = path.windows()
    method = Occlusion(_forward(game, path))
    with torch.no_grad():
        attributed = method.attribute(**_ways(game, path), sliding_window_shapes=windows, strides=windows)
    # captum gives what a window loses to every value under it
    shares = [each / prod(window) for each, window in zip(attributed, windows, strict=True)]
    return _collected(path, shares)


def _worth(game: Game) -> Callable[[Tensor, Tensor], Tensor]:
    """Return the game as a function of vectors of presence (B, P) and samples (B,)."""
    return lambda present, samples: game.worth(present > 0.5, samples)


def _forward(game: Game, path: Path) -> Callable[..., Tensor]:
    """Return the game's path as a function of inputs and, last, samples."""
    return lambda *arguments: game.along(path, arguments[-1], *arguments[:-1])


def _presence(game: Game, places: Tensor | None = None) -> dict[str, Any]:
    """Return what captum is to attribute: the presence of everybody, in some samples or in all."""
    samples = game.places if places is None else places
    everybody = torch.ones(len(samples), len(game.players), dtype=torch.float64)
    return {"inputs": everybody, "baselines": torch.zeros_like(everybody), "additional_forward_args": (samples,)}


def _ways(game: Game, path: Path) -> dict[str, Any]:
    """Return what captum is to attribute: the inputs of all samples."""
    return {
        "inputs": _leaves(path.inputs),
        "baselines": path.baselines,
        "additional_forward_args": (game.places,),
    }


def _leaves(inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Return inputs of which gradients can be asked: captum would warn that it has to ask for them itself."""
    return tuple(each.detach().requires_grad_() for each in inputs)


def _ordered(game: Game, method: type[ShapleyValues | ShapleyValueSampling], orders: int, **options: Any) -> Values:
    """Return mean gains (N, P) over orders of the players.

    Captum adds up in single precision. So it is given two numbers for a worth: a coarse one, whose sums are whole
    multiples of a step that single precision can tell apart, and what is left, so small that its rounding matters not.
    """
    step = 2.0 ** np.ceil(np.log2(orders * RANGE / 2**23))

    def forward(present: Tensor, samples: Tensor) -> Tensor:
        worth = game.worth(present > 0.5, samples)
        coarse = (worth / step).round() * step
        return torch.stack((coarse, worth - coarse), dim=1)

    players = len(game.players)
    gains: Tensor = method(forward).attribute(**_presence(game), perturbations_per_eval=players, **options)
    coarse, rest = gains.double().unbind(dim=1)
    return numbers((coarse * orders / step).round() * step / orders + rest)


def _collected(path: Path, attributed: tuple[Tensor, ...] | list[Tensor]) -> Found:
    return Found(numbers(path.collect(attributed)))
