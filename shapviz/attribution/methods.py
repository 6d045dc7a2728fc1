"""One way to ask any method: by name."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter
from typing import Final

from shapviz.attribution.found import Found
from shapviz.attribution.game import Game
from shapviz.errors import UsageError
from shapviz.runs.attribution import Attribution, Refused
from shapviz.runs.methods import METHODS, Effort, Method, method

HOMES: Final = {
    "shapviz": "shapviz.attribution.ours",
    "captum": "shapviz.attribution.captum_adapter",
    "shap": "shapviz.attribution.shap_adapter",
    "shapiq": "shapviz.attribution.shapiq_adapter",
}
"""Where the methods of each library live, as functions of their own name."""

USUAL: Final = Effort()
_INSTALL: Final = "Install it: pip install {}."


def attribute(game: Game, name: str, effort: Effort = USUAL) -> Attribution:
    """Return what a method gives to the players of a game.

    Args:
        game: The game.
        name: Of the method, as in `shapviz.runs.methods.METHODS`.
        effort: How much a method that draws may spend.

    Raises:
        UsageError: If there is no such method, its library is not installed, or the game does not allow it.
    """
    known, run = method(name), _function(name)
    if not game.rows:
        raise UsageError("There are no samples to attribute.", remedy="Choose other filters, or more samples.")
    calls, began = game.calls, perf_counter()
    found = _alone(game, known) if len(game.players) == 1 and known.needs == "coalitions" else run(game, effort)
    seconds, calls = perf_counter() - began, game.calls - calls
    nobody, everybody = found.ends or game.ends()
    return Attribution(
        method=name,
        question=game.question,
        baseline="background" if known.samples_baseline else game.baseline,
        players=game.players,
        rows=game.rows,
        values=found.values,
        low=found.low,
        high=found.high,
        interactions=found.interactions,
        nobody=nobody,
        everybody=everybody,
        calls=calls / len(game.rows),
        seconds=seconds,
    )


def offered() -> dict[str, Refused | None]:
    """Return why each method is not offered for modalities, None where it is. Loads no library."""
    return {name: uninstalled(name) for name, each in METHODS.items() if "modality" in each.levels}


def uninstalled(name: str) -> Refused | None:
    """Return that the library of a method is not installed; None if it is."""
    library = method(name).library
    if library == "shapviz" or find_spec(library) is not None:
        return None
    return Refused(
        method=name, problem=f"'{name}' needs {library}, which is not installed.", remedy=_INSTALL.format(library)
    )


def _alone(game: Game, asked: Method) -> Found:
    """Return what a player without others gets: of all coalitions the same. Some libraries have no such games."""
    ends = nobody, everybody = game.ends()
    gain = (everybody - nobody)[:, None]
    drawn = gain if asked.draws else None
    return Found(gain, drawn, drawn, ends=ends)


def _function(name: str) -> Callable[[Game, Effort], Found]:
    """Return the code of a method, having loaded its library."""
    library = method(name).library
    try:
        home = import_module(HOMES[library])
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != library:
            raise
        raise UsageError(
            f"'{name}' needs {library}, which is not installed.", remedy=_INSTALL.format(library)
        ) from error
    function: Callable[[Game, Effort], Found] = getattr(home, name.removeprefix(f"{library}."))
    return function
