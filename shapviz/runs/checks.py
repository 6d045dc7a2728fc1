"""What is found when attributions are checked: against each other, against what must hold, against the exact values.

All intervals hold 95 %; each field says over what. Loads no torch.
"""

from typing import Literal

from pydantic import ConfigDict, Field

from shapviz.games.summary import Interval
from shapviz.runs.attribution import Floats, Question
from shapviz.runs.methods import Level
from shapviz.runs.options import Options

Check = Literal["randomised_weights", "duplicated_modality", "null_player", "shuffled_labels", "noise_modality"]
Verdict = Literal["passes", "fails", "inconclusive", "not applicable"]


class Disagreement(Options):
    """How far apart methods are about one sample."""

    row: int = Field(description="of the dataset")
    distance: float = Field(description="in [0, 1], see `Pair.distance`")
    methods: tuple[str, str] = Field(description="the two that are furthest apart there")


class Pair(Options):
    """How far two methods agree. Means over samples; the intervals are over samples as well."""

    methods: tuple[str, str]
    rank: Interval | None = Field(
        description="Spearman's correlation of the players' values, in [-1, 1]; None where no sample has one"
    )
    unranked: int = Field(description="samples that have none, because a method gives all players the same")
    sign: Interval = Field(description="share of the players to whom both give the same sign: +, - or nothing")
    leader: Interval | None = Field(
        description="share of the samples with the same leading player, the one with the largest |value|; None where "
        "no sample has one"
    )
    leaderless: int = Field(description="samples in which a method gives nothing to anybody")
    top: Interval | None = Field(description="overlap of the leading players, see `Agreement.leading`, in [0, 1]")
    distance: Interval | None = Field(
        description="half of the summed differences of signed shares (value / sum of |values|): 0 for equal shares, 1 "
        "where they have nothing in common; with values of one sign the total variation distance"
    )
    worst: tuple[Disagreement, ...] = Field(description="the samples with the largest distance, worst first")


class Completeness(Options):
    """What the values of a method leave unexplained. Means over samples, with intervals over samples."""

    method: str
    missing: Interval = Field(description="mean |everybody - nobody - sum of values|, in the unit of the payoff")
    share: Interval | None = Field(
        description="the same as a share of mean |everybody - nobody|; None where that is nothing"
    )


class Agreement(Options):
    """How far methods agree that were asked the same question about the same samples."""

    level: Level
    question: Question
    players: tuple[str, ...] = Field(description="inside a modality that modality alone")
    methods: tuple[str, ...]
    samples: int
    leading: float = Field(description="which share of the players, rounded up, counts as leading in `Pair.top`")
    negligible: float = Field(description="values below this share of the sample's largest have no sign")
    completeness: tuple[Completeness, ...] = Field(description="one for each method")
    pairs: tuple[Pair, ...] = Field(description="each two of the methods once, in their order")
    worst: tuple[Disagreement, ...] = Field(description="samples on which any two are furthest apart, worst first")
    left_out: dict[str, str] = Field({}, description="methods that cannot be compared with the others, and why")

    def pair(self, first: str, second: str) -> Pair | None:
        """Return how far two methods agree, in whichever order; None where they were not compared."""
        wanted = {first, second}
        return next((pair for pair in self.pairs if set(pair.methods) == wanted), None)


class Number(Options):
    """Something that a check has measured."""

    name: str = Field(description="what it is, in a few words")
    value: Interval
    over: str = Field(description="what the interval is over: 'samples', 're-initialisations'")
    unit: Literal["correlation", "share", "payoff"]


class Step(Options):
    """One step of a cascade: the similarity to the attributions of the trained network."""

    layers: str = Field(description="what has been made random last; all before it is random too")
    rank: Interval | None = Field(description="mean rank correlation; the interval is over re-initialisations")
    distance: Interval | None = Field(description="mean distance, see `Pair.distance`; over re-initialisations")


class Finding(Options):
    """What one check says of one method."""

    check: Check
    method: str
    verdict: Verdict
    expected: str = Field(description="of a method that does what it should, as a sentence")
    reason: str = Field(description="for the verdict, as a sentence with its numbers")
    modality: str | None = Field(None, description="that was duplicated or added, or into which was looked")
    numbers: tuple[Number, ...] = Field((), description="what was found, the decisive one first")
    steps: tuple[Step, ...] = Field((), description="of randomised weights, from the head down")


class Sanity(Options):
    """What all checks say of all methods."""

    question: Question
    rows: tuple[int, ...] = Field(description="of the dataset: the samples that were looked at")
    seeds: int = Field(description="how many times weights were made random")
    findings: tuple[Finding, ...]

    def of(self, check: Check) -> tuple[Finding, ...]:
        """Return what one check says, one finding for each method."""
        return tuple(finding for finding in self.findings if finding.check == check)


class Spent(Options):
    """What a method that draws makes of so many calls."""

    model_config = ConfigDict(arbitrary_types_allowed=True)  # arrays

    calls: float = Field(description="that it really made, for each sample")
    values: Floats = Field(description="(N, P) estimates of one run")
    low: Floats = Field(description="(N, P) ends of its 95 % intervals over what it draws")
    high: Floats
    error: float = Field(description="mean |estimate - exact| over players, samples and runs")
    half_width: float = Field(description="mean half width of its intervals")
    coverage: float = Field(description="in how many of them the exact value lies, in [0, 1]")


class Budget(Options):
    """How the estimates of a method that draws close in on the exact values as it may spend more."""

    model_config = ConfigDict(arbitrary_types_allowed=True)  # arrays

    method: str
    question: Question
    players: tuple[str, ...]
    rows: tuple[int, ...] = Field(description="(N,) of the dataset")
    runs: int = Field(description="independent ones, each with a seed of its own")
    exact: Floats = Field(description="(N, P)")
    enumerated: int = Field(description="calls for each sample that the exact values take")
    spent: tuple[Spent, ...] = Field(description="rising calls")


class Curve(Options):
    """The worth of the network's input as players join it or leave it."""

    counts: tuple[int, ...] = Field(description="(K,) of players that have joined or left: all from 0 to P, or some")
    worth: tuple[Interval, ...] = Field(description="(K,) mean over samples, after so many")
    area: Interval = Field(description="mean worth along the way: under the curve, with the way as the unit")


class Curves(Options):
    """Insertion and deletion (Petsiuk et al. 2018, arXiv:1806.07421): does the order of an attribution hold?

    Intervals are over samples; with one sample there is none, and both ends are the estimate. Those of random orders
    are over the orders, so a curve outside of them follows a better or a worse order than chance.
    """

    method: str
    question: Question
    players: tuple[str, ...]
    rows: tuple[int, ...]
    insertion: Curve = Field(description="players join, those with the greatest values first: higher is better")
    deletion: Curve = Field(description="players leave, those with the greatest values first: lower is better")
    random_insertion: Curve
    random_deletion: Curve
    orders: int = Field(description="how many random ones")


class Faithful(Options):
    """How far a method is from the truth, as summed differences of shares (L1). Means and intervals over seeds."""

    method: str
    shares: tuple[Interval, ...] = Field(description="of the players, in [0, 1], by the method")
    error: Interval = Field(description="method - truth")
    of_method: Interval = Field(description="method - exact values of the same network")


class Faithfulness(Options):
    """Methods against the true Shapley values of a synthetic regime."""

    regime: str
    question: Question
    players: tuple[str, ...]
    truth: tuple[float, ...] = Field(description="shares of a perfect observer")
    of_network: Interval = Field(description="exact values of the networks - truth: the network's part of all errors")
    seeds: int
    methods: tuple[Faithful, ...]
