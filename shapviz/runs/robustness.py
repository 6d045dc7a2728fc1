"""What a network does when modalities are absent or corrupted: what is asked, and what is found.

Tuples "by mask" have an entry for each of the 2^M coalitions; bit i of a mask set means that `players[i]` is present.
All accuracies are of the test split, as fractions of 1.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, Literal

from pydantic import Field, ValidationError

from shapviz.errors import UsageError
from shapviz.games.coalition import mask_of
from shapviz.games.summary import Interval
from shapviz.runs.corruptions import Corruption, misfits
from shapviz.runs.options import Options
from shapviz.runs.problems import sentence
from shapviz.runs.severity import SEVERITIES, WORST

LAST_DRAW: Final = 999
"""The greatest seed of a draw. Few enough that every draw of every run can have dice of its own."""
StandIn = Literal["own", "zero", "mean", "shuffled", "prototypes", "mapped"]


class Corrupted(Options):
    """What is done to one modality."""

    corruption: Corruption
    severity: float = Field(
        ge=0, le=WORST, description="0 changes nothing; between whole numbers levels are interpolated"
    )


class Conditions(Options):
    """Under which conditions a network is looked at."""

    corrupted: dict[str, Corrupted] = Field({}, description="by modality; the others are as they were measured")
    stand_in: StandIn = Field(
        "own",
        description="what takes the place of an absent modality: 'own' is what the network was trained with",
    )
    draw: int = Field(0, ge=0, le=LAST_DRAW, description="seeds whatever is random about corruptions and stand-ins")


def conditions_of(**fields: Any) -> Conditions:
    """Return the conditions that have these fields; plain values will do, also for what is corrupted.

    Raises:
        UsageError: If something is not as it should be: everything at once, with the nearest known name.
    """
    try:
        return Conditions.model_validate(fields)
    except ValidationError as error:
        problems = "; ".join(sentence(Conditions, each) for each in error.errors())
        raise UsageError(f"{problems}.", remedy="Fields and ranges stand in `shapviz.Conditions`.") from error


def stages(
    modality: str,
    corruption: Corruption,
    severities: Sequence[float] = SEVERITIES,
    *,
    stand_in: StandIn = "own",
    draw: int = 0,
) -> tuple[Conditions, ...]:
    """Return the conditions of a sweep: one corruption of one modality at each of the severities, all else clean.

    Raises:
        UsageError: If there are no severities, or as in `conditions_of`.
    """
    if not len(severities):
        raise UsageError("A sweep has severities; found none.", remedy="Leave them out for all whole ones.")
    damages = [{"corruption": corruption, "severity": severity} for severity in severities]
    return tuple(conditions_of(corrupted={modality: damage}, stand_in=stand_in, draw=draw) for damage in damages)


class Measured(Options):
    """What every coalition is worth under some conditions. Intervals hold 95 %, over samples and draws alike."""

    samples: int
    draws: int = Field(1, description="how often what is random was drawn; estimates are means over the draws")
    accuracy: tuple[Interval, ...] = Field(description="by mask")
    change: tuple[Interval, ...] = Field(
        description="by mask: accuracy - that of clean inputs with the same stand-in, paired by sample"
    )
    shapley: tuple[Interval, ...] = Field(description="(M,) in the order of the players, payoff accuracy")
    shapley_change: tuple[Interval, ...] = Field(description="(M,): Shapley value - that of clean inputs, paired")
    edm: Interval | None = Field(description="to equal shares; None where shares are undefined")
    interactions: tuple[tuple[float, ...], ...] = Field(description="(M, M), symmetric; > 0 synergy, < 0 redundancy")
    right: tuple[str, ...] = Field(
        (),
        description="by mask: which samples are right, in the order of the test split (`runs.bits`), so that "
        "coalitions, conditions and runs can be compared sample by sample; empty where several draws were averaged",
    )


class Sweep(Options):
    """One corruption of one modality at every severity, all else clean."""

    modality: str
    corruption: Corruption
    severities: tuple[float, ...] = Field(description="rising, the first is 0")
    measured: tuple[Measured, ...] = Field(description="at each of the severities")


class Prediction(Options):
    """What a coalition makes of a sample."""

    label: int = Field(description="the class of the greatest probability")
    probability: float


class Seen(Options):
    """One sample before and after."""

    row: int = Field(description="its place in the dataset")
    label: int = Field(description="its true class")
    before: tuple[Prediction, ...] = Field(description="by mask, of clean inputs")
    after: tuple[Prediction, ...] = Field(description="by mask, under the conditions")


class Reading(Options):
    """A network under some conditions."""

    conditions: Conditions
    players: tuple[str, ...]
    classes: tuple[str, ...]
    clean: Measured = Field(description="of clean inputs, with the stand-in of the conditions; its changes are 0")
    measured: Measured = Field(description="under the conditions")
    seen: tuple[Seen, ...] = Field(description="a few samples of the test split, always the same of a run")

    def accuracy(self, absent: Collection[str] = ()) -> Interval:
        """Return the accuracy under the conditions, as a fraction of 1, with all modalities but those that are absent.

        Raises:
            UnknownNameError: If one of them is no modality.
        """
        return self.measured.accuracy[self._without(absent)]

    def change(self, absent: Collection[str] = ()) -> Interval:
        """Return that accuracy - that of clean inputs with the same modalities absent; errors as in `accuracy`."""
        return self.measured.change[self._without(absent)]

    def _without(self, absent: Collection[str]) -> int:
        """Return the mask of all modalities but some."""
        everybody: int = 2 ** len(self.players) - 1
        return everybody - mask_of(absent, self.players)


class Player(Options):
    """A modality as the lab speaks of it; fields as in `shapviz.data.modality.Modality`."""

    name: str
    kind: str
    shape: tuple[int, ...] = Field(description="of a sample's values")
    unit: str
    about: str
    rate: int | None = Field(None, description="audio only: values a second, in Hz")


class Facts(Options):
    """What a network can be asked: all that is known before any conditions are set."""

    dataset: str
    players: tuple[Player, ...] = Field(description="bit i of a mask is the i-th")
    classes: tuple[str, ...]
    samples: int = Field(description="of the test split")
    stand_ins: dict[StandIn, str | None] = Field(description="None where it is offered, otherwise a sentence why not")
    seen: tuple[int, ...] = Field(description="rows of the dataset: the samples of every reading, in their order")

    @property
    def names(self) -> tuple[str, ...]:
        """The players' names."""
        return tuple(player.name for player in self.players)

    def check(self, conditions: Conditions) -> None:
        """Make sure that the network can be looked at under these conditions.

        Raises:
            UsageError: Naming every problem at once.
        """
        problems = list(self._problems(conditions))
        if problems:
            raise UsageError(" ".join(problems), remedy="Change these conditions, the others can stay.")

    def _problems(self, conditions: Conditions) -> Iterator[str]:
        """Yield a sentence for each thing that cannot be done."""
        wanted = {name: done.corruption for name, done in conditions.corrupted.items()}
        yield from misfits(wanted, {player.name: player.kind for player in self.players})
        why_not = self.stand_ins[conditions.stand_in]
        if why_not:
            yield f"The stand-in '{conditions.stand_in}' is not offered: {why_not}"
