"""What a method will cost, tried on a few samples."""

from copy import copy
from typing import Final

from torch import Tensor

from shapviz.attribution.game import Game, Path
from shapviz.attribution.methods import USUAL, attribute
from shapviz.runs.methods import Effort

FEW: Final = 2
MANY: Final = 8


def estimate(game: Game, method: str, effort: Effort = USUAL) -> float:
    """Return about how many seconds a method takes for all samples of a game.

    A part of the time is the same for however many samples, because they are computed together, and the rest grows with
    them: two sizes tell the parts apart. Libraries are slower when they are first used (shap compiles for seconds), so
    that the first try is not counted.

    Args:
        game: The game.
        method: Its name, as in `shapviz.runs.methods.METHODS`.
        effort: How much a method that draws may spend.

    Raises:
        UsageError: As `attribute` does: what it costs to be refused is nothing.
    """
    few, many = (_First(game, min(size, len(game.rows))) for size in (FEW, MANY))
    attribute(few, method, effort)
    seconds = attribute(few, method, effort).seconds
    if len(many.rows) == len(few.rows):
        return seconds
    growth = (attribute(many, method, effort).seconds - seconds) / (len(many.rows) - len(few.rows))
    return seconds + max(0.0, growth) * (len(game.rows) - len(few.rows))


class _First(Game):
    """The first samples of a game."""

    def __init__(self, game: Game, count: int) -> None:
        super().__init__(game.players, game.rows[:count], game.question, game.groups)
        self._game = game

    @property
    def passes(self) -> int:
        return self._game.passes

    def table(self) -> Tensor:
        """Return the worth of all coalitions of these samples: looked up in the whole, as games have shortcuts."""
        return self._game.table()[: len(self.rows)]

    def path(self, *, sampled: bool = False) -> Path:
        path = copy(self._game.path(sampled=sampled))
        path.inputs = tuple(each[: len(self.rows)] for each in path.inputs)
        path.baselines = tuple(each[: len(self.rows)] for each in path.baselines)
        return path

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        return self._game.worth(present, samples)
