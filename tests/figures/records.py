"""Records of runs that never happened: synthetic test data, made by a formula, plausible and repeatable."""

from collections.abc import Callable, Sequence

import numpy as np

from shapviz.figures.course import Course, Ghost
from shapviz.games.balance import edm as edm_of
from shapviz.games.balance import shares as shares_of
from shapviz.games.coalition import coalitions
from shapviz.games.interaction import interactions
from shapviz.games.shapley import shapley_values
from shapviz.games.summary import Interval, Valuation
from shapviz.runs.records import EpochRecord, Turn

NAMES = ("hare", "fox", "tortoise", "owl", "eel", "ant", "yak", "newt", "gnu")


def interval(estimate: float, half: float, low: float = -1.0) -> Interval:
    return Interval(estimate, max(low, estimate - half), min(1.0, estimate + half))


def valuation(worth: Sequence[float], players: Sequence[str], *, half: float = 0.03) -> Valuation:
    """Return the valuation of a game, every interval `half` wide on either side."""
    table = np.asarray(worth, dtype=float)
    shapley = shapley_values(table)
    known = shares_of(shapley)
    shares = None if np.isnan(known).any() else known
    return Valuation(
        players=tuple(players),
        payoff="accuracy",
        samples=500,
        worth=tuple(table.tolist()),
        shapley=tuple(interval(float(value), half) for value in shapley),
        shares=None if shares is None else tuple(interval(float(value), half, 0.0) for value in shares),
        edm=None if shares is None else interval(float(edm_of(shapley)), half, 0.0),
        interactions=tuple(map(tuple, interactions(table).tolist())),
    )


def worth_of(skills: Sequence[float]) -> list[float]:
    """Return the worth of each coalition when its members err independently; nobody is worth 8 %."""
    present = coalitions(len(skills))
    return [float(1 - 0.92 * np.prod(1 - np.asarray(skills)[row])) for row in present]


def turns(players: Sequence[str], epoch: int, *, alternating: bool, done: bool) -> tuple[Turn, ...]:
    norms = {player: 0.9 / (1 + 0.3 * epoch) + 0.2 * place for place, player in enumerate(players)}
    if not alternating:
        why = "joint: everyone learns from the fused loss"
        return (Turn(modalities=tuple(players), start=0, end=1, why=why, gradient_norm=norms if done else {}),)
    order = sorted(players, key=lambda player: (len(player) + 7 * epoch) % (len(players) + 1))
    return tuple(
        Turn(
            modalities=(player,),
            start=place / len(players),
            end=(place + 1) / len(players),
            why=f"{player} is number {place + 1}: its share was {10 + 7 * place} %",
            gradient_norm={player: norms[player]} if done else {},
        )
        for place, player in enumerate(order)
    )


def record(
    epoch: int,
    last: int,
    players: Sequence[str],
    skills: Sequence[float],
    *,
    alternating: bool = True,
    valued: bool = True,
) -> EpochRecord:
    """Return an epoch; where nobody looked at the validation split, what would be seen there is None."""
    worth = worth_of(skills)
    return EpochRecord(
        epoch=epoch,
        turns=turns(players, epoch, alternating=alternating, done=True) if epoch else (),
        next_turns=turns(players, epoch + 1, alternating=alternating, done=False) if epoch < last else (),
        train_loss=None if epoch == 0 else 2.0 / (1 + epoch),
        valid_loss=2.0 / (1 + 0.8 * epoch) if valued else None,
        accuracy=tuple(worth) if valued else None,
        valuation=valuation(worth, players) if valued else None,
        encoder_passes=1000 * epoch,
        head_updates=10 * epoch,
        seconds=0.4,
    )


def catching_up(epoch: int, place: int) -> float:
    """Return the skill of a modality that learns slower the later it comes, and gets there in the end."""
    return 0.78 * (1 - float(np.exp(-epoch / (0.6 + 2.5 * place)))) if epoch else 0.0


def left_behind(epoch: int, place: int) -> float:
    """Return the skill of a modality that stalls, the lower the later it comes."""
    return catching_up(epoch, 0) * (0.96, 0.55, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05)[place]


def run(
    epochs: int = 20,
    players: Sequence[str] = NAMES[:3],
    *,
    skill: Callable[[int, int], float] = catching_up,
    alternating: bool = True,
    every: int = 1,
) -> tuple[EpochRecord, ...]:
    """Return the records of a synthetic run, epoch 0 included; valued every `every` epochs."""
    return tuple(
        record(
            epoch,
            epochs,
            players,
            [skill(epoch, place) for place in range(len(players))],
            alternating=alternating,
            valued=epoch % every == 0 or epoch == epochs,
        )
        for epoch in range(epochs + 1)
    )


def course(
    epochs: int = 20, players: Sequence[str] = NAMES[:3], *, so_far: int | None = None, **options: int
) -> Course:
    """Return a synthetic run beside a synthetic joint companion, cut after epoch `so_far` as if it were alive."""
    records = run(epochs, players, **options)
    joint = run(epochs, players, skill=left_behind, alternating=False)
    ceilings = {player: 0.8 - 0.02 * place for place, player in enumerate(players)}
    kept = records if so_far is None else records[: so_far + 1]
    return Course(kept, epochs, Ghost("had it been joint", "joint", joint), ceilings)
