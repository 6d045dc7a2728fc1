"""Games made from games: one more player, of whom it is known what a method ought to give it."""

from collections.abc import Sequence

from torch import Tensor

from shapviz.attribution.game import Game, Path
from shapviz.errors import UnknownNameError, UsageError


class _Derived(Game):
    """A game that asks another one. Both count the calls."""

    def __init__(self, game: Game, players: Sequence[str], pathless: str) -> None:
        super().__init__(players, game.rows, game.question)
        self._game, self._pathless = game, pathless

    @property
    def passes(self) -> int:
        """As in the other game."""
        return self._game.passes

    def path(self, *, sampled: bool = False) -> Path:
        """Raise UsageError: there is none."""
        raise UsageError(self._pathless, remedy="Choose a method that asks for coalitions.")


class Duplicated(_Derived):
    """A game in which one player has a copy, and either of the two is as good as both.

    Whoever treats equals equally gives both the same. Each of them can be spared; together they cannot.

    Args:
        game: That is asked.
        player: Who is copied; the copy comes last.

    Raises:
        UnknownNameError: If there is no such player.
    """

    def __init__(self, game: Game, player: str) -> None:
        if player not in game.players:
            raise UnknownNameError("player", player, game.players)
        pathless = "Of two copies either one suffices: that is a choice, and gradients do not lead through choices."
        super().__init__(game, (*game.players, another(player, game.players)), pathless)
        self.pair = game.players.index(player), len(game.players)

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        asked = present[:, :-1].clone()
        asked[:, self.pair[0]] |= present[:, -1]
        return self._game.worth(asked, samples)


class WithNull(_Derived):
    """A game with one more player, who changes nothing; it comes last."""

    def __init__(self, game: Game) -> None:
        pathless = "A player who changes nothing has no inputs, and so no gradients."
        super().__init__(game, (*game.players, another("nobody", game.players)), pathless)

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        return self._game.worth(present[:, :-1], samples)


def another(name: str, taken: Sequence[str]) -> str:
    """Return the name if it is free, or else with the first number that makes it so."""
    return next(
        each for each in (name, *(f"{name} {number}" for number in range(2, len(taken) + 3))) if each not in taken
    )
