"""Checks of a method with a player added of whom it is known what the method ought to give it.

They are played on the table of a game, which is asked of the network once.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

import numpy as np

from shapviz.attribution.derived import Duplicated, WithNull
from shapviz.attribution.game import Game, TableGame
from shapviz.attribution.likeness import NOTHING
from shapviz.attribution.means import ratio
from shapviz.attribution.methods import attribute
from shapviz.attribution.ours import exact
from shapviz.attribution.worded import percent
from shapviz.errors import UsageError
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Attribution
from shapviz.runs.checks import Finding, Number, Verdict
from shapviz.runs.methods import Effort

FAIR: Final = 0.2  # of what a pair is due: so much may the copies differ, or the pair miss it by, and pass
LOST: Final = 0.5  # of what a pair is due: whoever gives less has lost the pair
NULL: Final = 0.01  # of the largest value: so much may a player get who changes nothing
COVERED: Final = 0.9  # of the samples' 95 % intervals must cover zero, for draws to be blamed

SHARED = "Copies are equally good, so both get the same, and together what exact Shapley values give to the two."
UNPAID = "A player who changes nothing gets nothing."


def known(game: Game) -> TableGame:
    """Return a game with its worths looked up.

    Raises:
        UsageError: If there are too many players.
    """
    return TableGame(game.players, game.table(), game.question, game.rows)


def duplicated(game: Game, player: str, name: str, effort: Effort) -> Finding:
    """Return whether a method shares fairly between a player and its copy.

    Args:
        game: Without the copy.
        player: Who is copied.
        name: Of the method.
        effort: For the method, if it draws.
    """
    found = partial(Finding, check="duplicated_modality", method=name, expected=SHARED, modality=player)
    doubled = Duplicated(game, player)
    try:
        given, right = attribute(doubled, name, effort), exact(doubled, effort)
    except UsageError as error:
        return found(verdict="not applicable", reason=error.problem)
    ours, copies = given.values[:, list(doubled.pair)].T
    due = right.values[:, list(doubled.pair)].sum(axis=1)
    if np.abs(due).mean() < NOTHING:
        return found(verdict="not applicable", reason=f"{player} is due nothing in these samples.")
    together = (ours + copies) * np.sign(due)  # below zero where it has the sign wrong
    kept, apart = (ratio(each, np.abs(due), seed=effort.seed) for each in (together, np.abs(ours - copies)))
    verdict, reason = _shared(kept, apart, drawn=given.low is not None)
    numbers = _shares({"of what the two are due, given to them": kept, "difference of the two": apart})
    return found(verdict=verdict, reason=reason, numbers=numbers)


def null(game: Game, name: str, effort: Effort) -> Finding:
    """Return whether a method gives nothing to a player who changes nothing; arguments as in `duplicated`."""
    found = partial(Finding, check="null_player", method=name, expected=UNPAID)
    try:
        given = attribute(WithNull(game), name, effort)
    except UsageError as error:
        return found(verdict="not applicable", reason=error.problem)
    sizes = np.abs(given.values)
    if sizes.max() < NOTHING:
        return found(verdict="not applicable", reason="It gives nothing to anybody in these samples.")
    share = ratio(sizes[:, -1], sizes.max(axis=1), seed=effort.seed)
    verdict, reason = _unpaid(share, _covering(given))
    return found(verdict=verdict, reason=reason, numbers=_shares({"of the largest value": share}))


def _shared(kept: Interval, apart: Interval, *, drawn: bool) -> tuple[Verdict, str]:
    got = f"The two get {percent(kept)} of what they are due, and differ by {percent(apart)} of it"
    if kept.high < LOST:
        return "fails", f"{got}: a modality that has a copy seems to be worth less than it is."
    if abs(kept.low - 1) <= FAIR and abs(kept.high - 1) <= FAIR and apart.high <= FAIR:
        return "passes", f"{got}."
    if drawn:
        return "inconclusive", f"{got}, which more calls may mend: the method draws."
    if kept.high < 1 - FAIR or kept.low > 1 + FAIR or apart.low > FAIR:
        return "fails", f"{got}."
    return "inconclusive", f"{got}; the samples are too few to tell."


def _unpaid(share: Interval, covering: float | None) -> tuple[Verdict, str]:
    got = f"It gets {percent(share)} of the largest value"
    if share.high <= NULL:
        return "passes", f"{got}."
    if covering is not None and covering >= COVERED:
        return "inconclusive", f"{got}; {covering:.0%} of the intervals cover zero, so this is the noise of its draws."
    if share.low > NULL:
        return (
            "fails",
            f"{got}." if covering is None else f"{got}, and only {covering:.0%} of its intervals cover zero.",
        )
    return "inconclusive", f"{got}; the samples are too few to tell."


def _covering(given: Attribution) -> float | None:
    """Return how many intervals of the last player's values cover zero; None where there are no intervals."""
    if given.low is None or given.high is None:
        return None
    return float(((given.low[:, -1] <= 0) & (given.high[:, -1] >= 0)).mean())


def _shares(named: Mapping[str, Interval]) -> tuple[Number, ...]:
    return tuple(Number(name=name, value=value, over="samples", unit="share") for name, value in named.items())
