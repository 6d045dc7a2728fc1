"""How attributions change as one layer after another of the network is made random (Adebayo et al. 2018).

A method that explains the network must then say something else. How much of what it said is left is measured by the
rank correlation with what it says of the trained network. A network of random weights has preferences of its own, for
a modality say, so that one of them proves little: the weights are made random several times, and the interval is over
these. What draws changes from one draw to the next as well, whatever the weights, so it is held to half of the
correlation that a second draw has with the first.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.found import Values
from shapviz.attribution.likeness import HALF, Likeness, profile, throughout
from shapviz.attribution.means import over_draws, over_samples, ratios
from shapviz.attribution.randomised import randomised
from shapviz.attribution.worded import decimal
from shapviz.games.summary import Interval
from shapviz.runs.checks import Finding, Number, Step, Verdict
from shapviz.runs.methods import Effort, method

Blocks = Sequence[Values]  # (n, P) values each, of samples with the same players
Ask = Callable[[Explainer, Effort], Blocks]

KEPT: Final = 0.5  # of the rank correlation between two draws: whoever keeps more does not explain the weights
ENOUGH: Final = 64  # calls for each sample: ranks need no more, and some forty networks are asked
EXPECTED: Final = "With random weights it says nothing of what it said of the trained network."


class Cascade:
    """What methods say of a trained network, and of copies of it with ever more random layers.

    Args:
        explainer: Of the trained network.
        modalities: Whose encoders are made random, below the head.
        rows: The samples that are asked about.
        effort: For methods that draw. They spend no more than `ENOUGH`, and of random networks they draw anew.
    """

    def __init__(self, explainer: Explainer, modalities: Sequence[str], rows: Sequence[int], effort: Effort) -> None:
        self._explainer, self._modalities, self._rows = explainer, modalities, rows
        self._effort = effort.model_copy(update={"calls": min(effort.calls, ENOUGH), "repeats": 2})
        self._again = self._effort.model_copy(update={"seed": effort.seed + 1})
        self._asked: dict[str, Ask] = {}
        self._trained: dict[str, Blocks] = {}
        self._alike: dict[str, dict[str, list[Likeness]]] = {}

    def add(self, name: str, ask: Ask) -> None:
        """Take in a method.

        Raises:
            UsageError: If it refuses.
        """
        self._trained[name] = ask(self._explainer, self._effort)
        self._asked[name], self._alike[name] = ask, {}

    def run(self, seed: int) -> Iterator[None]:
        """Make the layers random from one seed, and yield after each answer of a method."""
        for layers, model in randomised(self._explainer.model, self._modalities, seed):
            other = self._explainer.beside(model, self._rows)
            for name, ask in self._asked.items():
                found = _alike(self._trained[name], ask(other, self._again))
                self._alike[name].setdefault(layers, []).append(found)
                yield

    def finding(self, name: str, modality: str | None = None) -> Finding:
        """Return what the steps so far say of a method."""
        steps = tuple(_step(layers, found) for layers, found in self._alike[name].items())
        left, own = steps[-1].rank, self._own(name)
        verdict, reason = _judged(left, own)
        return Finding(
            check="randomised_weights",
            method=name,
            verdict=verdict,
            expected=EXPECTED,
            reason=reason,
            modality=modality,
            numbers=tuple(_numbers(left, own)),
            steps=steps,
        )

    def _own(self, name: str) -> Interval | None:
        """Return how alike two draws of a method are about the trained network."""
        if not method(name).draws:
            return Interval(1, 1, 1)
        ranks = _alike(self._trained[name], self._asked[name](self._explainer, self._again)).rank
        return over_samples(ranks[:, None], seed=self._again.seed, bounds=(-1, 1))[0]


def _alike(ours: Blocks, theirs: Blocks) -> Likeness:
    return throughout(*([profile(block, HALF) for block in blocks] for blocks in (ours, theirs)))


def _step(layers: str, found: Sequence[Likeness]) -> Step:
    rank, distance = (_mean([getattr(alike, name) for alike in found]) for name in ("rank", "distance"))
    return Step(layers=layers, rank=over_draws(rank, (-1, 1)), distance=over_draws(distance, (0, 1)))


def _mean(draws: Sequence[Values]) -> Values:
    """Return the mean over samples of each draw, (R,), NaN where no sample has any."""
    values = np.stack(draws)
    return ratios(np.nan_to_num(values).sum(axis=1), (~np.isnan(values)).sum(axis=1).astype(np.float64))


def _judged(left: Interval | None, own: Interval | None) -> tuple[Verdict, str]:
    """Return what a rank correlation that is left says of a method, given that between two draws of its own."""
    if left is None or own is None:
        return "inconclusive", "It gives all players the same, so that there are no ranks to compare."
    found = f"With all weights random the rank correlation is {decimal(left)}"
    if left.high < KEPT * own.low:
        return "passes", f"{found}."
    if left.low > KEPT * own.high:
        return "fails", f"{found}: most of what it says does not depend on what was learned."
    return (
        "inconclusive",
        f"{found}, that between two of its own draws {decimal(own)}: it may be less than half, or not.",
    )


def _numbers(left: Interval | None, own: Interval | None) -> Iterator[Number]:
    for name, value, over in (
        ("rank correlation left", left, "re-initialisations"),
        ("rank correlation between two draws", own, "samples"),
    ):
        if value is not None:
            yield Number(name=name, value=value, over=over, unit="correlation")
