"""What more calls buy: estimates of methods that draw, beside the exact values."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from shapviz.attribution.axioms import known
from shapviz.attribution.found import Values
from shapviz.attribution.game import Game
from shapviz.attribution.methods import attribute
from shapviz.errors import UsageError
from shapviz.games import shapley_values
from shapviz.runs.checks import Budget, Spent
from shapviz.runs.methods import Effort, method

SIZES: Final = (16, 32, 64, 128, 256, 512, 1024)  # calls for each sample
RUNS: Final = 5  # independent ones of each size
ROUNDING: Final = 1e-9  # by which an exact value may lie outside of an interval that has shrunk to a point


def budget(game: Game, name: str, sizes: Sequence[int] = SIZES, *, runs: int = RUNS, seed: int = 0) -> Budget:
    """Return how the estimates of a method that draws close in on the exact values.

    A method that does not aim at Shapley values, such as GradientSHAP, closes in on something else: its error stays,
    and its intervals miss the exact values the more surely the narrower they are.

    Args:
        game: Of one sample or of several.
        name: Of the method.
        sizes: How many calls it may make for each sample, one or several. If it needs more, it takes them and says so.
        runs: How often each size is run, each time with another seed.
        seed: Of the first run.

    Raises:
        UsageError: If the method draws nothing, or there are too many players for exact values.
    """
    *_, found = rising(game, name, sizes, runs=runs, seed=seed)
    return found


def rising(game: Game, name: str, sizes: Sequence[int] = SIZES, *, runs: int = RUNS, seed: int = 0) -> Iterator[Budget]:
    """Yield the same with ever more of the sizes, for whoever must not block; arguments and errors as in `budget`."""
    if not method(name).draws:
        raise UsageError(
            f"'{name}' draws nothing: it makes the calls that it needs, whatever it may spend.",
            remedy="Choose a method that draws.",
        )
    table = known(game)
    exact = shapley_values(table.table().numpy())
    played = table if method(name).needs == "coalitions" else game
    spent: tuple[Spent, ...] = ()
    for each in _spendings(played, name, exact, sorted(sizes), range(seed, seed + runs)):
        spent += (each,)
        yield Budget(
            method=name,
            question=game.question,
            players=game.players,
            rows=game.rows,
            runs=runs,
            exact=exact,
            enumerated=2 ** len(game.players) * game.passes,
            spent=spent,
        )


def _spendings(game: Game, name: str, exact: Values, sizes: Sequence[int], seeds: Sequence[int]) -> Iterator[Spent]:
    """Yield what a method makes of each size of which it makes more; the estimates kept are those of the first run."""
    made = 0.0
    for size in sizes:
        found = [attribute(game, name, Effort(calls=size, seed=seeds[0]))]
        if found[0].calls <= made:  # it needs more than that, or all there is has been enumerated
            continue
        made = found[0].calls
        found += [attribute(game, name, Effort(calls=size, seed=seed)) for seed in seeds[1:]]
        values, low, high = (
            np.stack([getattr(each, part) for each in found]) for part in ("values", "low", "high")
        )  # (R, N, P) each
        yield Spent(
            calls=found[0].calls,
            values=values[0],
            low=low[0],
            high=high[0],
            error=float(np.abs(values - exact).mean()),
            half_width=float((high - low).mean() / 2),
            coverage=float(((low - ROUNDING <= exact) & (exact <= high + ROUNDING)).mean()),
        )
