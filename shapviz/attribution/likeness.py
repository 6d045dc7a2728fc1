"""How alike two attributions of the same samples are, sample by sample.

Values are first divided by the sample's largest and rounded, so that ties are ties whatever the last bits say: exact
methods add the same numbers up in different orders.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shapviz.attribution.found import Values
from shapviz.attribution.means import ratios

DIGITS: Final = 9  # of a value relative to its sample's largest; those after them are rounding
NOTHING: Final = 1e-12  # a sample whose values are all below it, in the unit of the payoff, has none
NEGLIGIBLE: Final = 0.01  # of its sample's largest: whether so small a value is positive is of no consequence
HALF: Final = 0.5  # of the modalities count as leading
TENTH: Final = 0.1  # of the elements inside one


class Likeness(NamedTuple):
    """How alike two attributions are, (N,) each, NaN where a sample leaves it undefined."""

    rank: Values  # Spearman's correlation of the values, ties having their mean rank
    sign: Values  # share of the players with the same sign, where negligible values have none
    leader: Values  # 1 where the same player has the largest |value|; tied leaders count as either
    top: Values  # overlap of the leading players
    distance: Values  # half of the summed differences of signed shares


@dataclass(frozen=True, eq=False)
class Profile:
    """What there is to compare of an attribution, (N, P) each."""

    ranks: Values  # centred, of length 1; NaN where all players are tied
    signs: Values  # -1, 0, 1
    leaders: NDArray[np.bool_]  # all of them where they are tied; nobody where nothing is given
    top: Values  # 1 for the leading players, 0 for the others; those tied at the edge share the places that are left
    shares: Values  # value / sum of |values|; NaN where nothing is given


def profile(values: Values, leading: float) -> Profile:
    """Return what there is to compare of values.

    Args:
        values: (N, P).
        leading: The share of the players that counts as leading: rounded up, and never all of them.
    """
    sizes = np.abs(values)
    largest = sizes.max(axis=1, keepdims=True)
    given = largest > NOTHING
    relative = np.where(given, np.round(values / np.where(given, largest, 1), DIGITS), 0)
    shares = np.where(given, ratios(values, np.broadcast_to(sizes.sum(axis=1, keepdims=True), values.shape)), np.nan)
    return Profile(
        ranks=_ranks(relative),
        signs=np.where(np.abs(relative) < NEGLIGIBLE, 0, np.sign(relative)),
        leaders=np.abs(relative) == 1,
        top=np.where(given, _top(np.abs(relative), leading), np.nan),
        shares=shares,
    )


def likeness(ours: Profile, theirs: Profile) -> Likeness:
    """Return how alike two attributions of the same samples and players are."""
    both = ours.leaders.any(axis=1) & theirs.leaders.any(axis=1)
    return Likeness(
        rank=np.round((ours.ranks * theirs.ranks).sum(axis=1), DIGITS),  # 1 where they agree, and not nearly 1
        sign=(ours.signs == theirs.signs).mean(axis=1),
        leader=np.where(both, (ours.leaders & theirs.leaders).any(axis=1), np.nan),
        top=np.round(np.minimum(ours.top, theirs.top).sum(axis=1) / ours.top.sum(axis=1), DIGITS),
        distance=np.round(np.abs(ours.shares - theirs.shares).sum(axis=1) / 2, DIGITS),
    )


def throughout(ours: Sequence[Profile], theirs: Sequence[Profile]) -> Likeness:
    """Return how alike two attributions are in blocks of samples, each block with players of its own."""
    blocks = map(likeness, ours, theirs)
    return Likeness(*map(np.concatenate, zip(*blocks, strict=True)))


def leading_count(players: int, leading: float) -> int:
    """Return how many of the players count as leading: a share of them rounded up, never all."""
    return max(1, min(players - 1, ceil(leading * players)))


def _ranks(relative: Values) -> Values:
    from scipy.stats import rankdata  # here: half a second that nobody waits for who only asks one method

    ranks = rankdata(relative, axis=1)
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return ratios(centred, np.broadcast_to(lengths, centred.shape))


def _top(sizes: Values, leading: float) -> Values:
    players = sizes.shape[1]
    count = leading_count(players, leading)
    edge = np.sort(sizes, axis=1)[:, players - count, None]  # the size that just leads
    above, tied = sizes > edge, sizes == edge
    left = count - above.sum(axis=1, keepdims=True)
    return np.where(tied, left / tied.sum(axis=1, keepdims=True), above)
