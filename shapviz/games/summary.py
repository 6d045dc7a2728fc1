"""What is known about a coalition game at one moment: values, shares, EDM, and how sure we are of each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """An estimate with a 95 % bootstrap interval over samples."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Valuation:
    """A game's worths and what follows from them. Plain numbers, so that it can be stored as JSON.

    Tuples run over players in the order of `players`; `worth` runs over bit masks, where bit i set means that
    `players[i]` is present.
    """

    players: tuple[str, ...]  # (M,)
    payoff: str  # accuracy | probability | log_likelihood
    samples: int  # N
    worth: tuple[float, ...]  # (2**M,)
    shapley: tuple[Interval, ...]  # (M,), in the payoff's unit
    shares: tuple[Interval, ...] | None  # (M,), sum to 1; None where no Shapley value is positive
    edm: Interval | None  # to equal shares, in [0, 1]; None where shares are
    interactions: tuple[tuple[float, ...], ...]  # (M, M), symmetric, zero diagonal; > 0 synergy, < 0 redundancy
