"""What a run's numbers say, in sentences. Every sentence holds as of one epoch, and claims no more than its interval.

A sentence is a list of segments: plain text, `{"strong": text}` for what is stressed, `{"tag": name}` for a modality,
which the page shows as a pill in its colour.
"""

from dataclasses import dataclass
from functools import cached_property

from shapviz.figures.course import Course, Shares, alone, pairs_of, shares_of, strongest_pairs
from shapviz.figures.story import Measure
from shapviz.figures.worths import worth_in_words
from shapviz.games import Interval, Valuation, one_missing

Segment = str | dict[str, str]
Sentence = list[Segment]

NEAR_EQUAL = 0.85  # of an equal share; who has come so far has caught up


@dataclass(frozen=True)
class Moment:
    """A run as of one epoch: what was last measured by then."""

    course: Course
    epoch: int

    @cached_property
    def valuation(self) -> Valuation | None:
        """The newest valuation of a trained model."""
        known = self.course.valuation_at(self.epoch)
        return known[1] if known else None

    @cached_property
    def shares(self) -> Shares:
        """Each modality's share; empty while shares are not defined."""
        return (shares_of(self.valuation) if self.valuation else None) or {}

    @cached_property
    def accuracy(self) -> tuple[float, ...]:
        """The validation accuracy of each coalition, by bit mask. Epoch 0 always has one."""
        known = self.course.accuracy_at(self.epoch)
        assert known is not None, "a course begins with a valuation"
        return known[1]

    @property
    def equal(self) -> float:
        """An equal share."""
        return 1 / len(self.course.players)


def as_of(course: Course, epoch: int, view: Measure = "share") -> dict[str, Sentence]:
    """Return all sentences that hold while the cursor stands at `epoch`, by where they stand on the page."""
    moment = Moment(course, epoch)
    return {
        "finding": pair_finding(moment) if view == "synergy" else finding(moment),
        "lead": conclusion(moment),
        "more": comparison(moment),
        "accuracy": accuracy_title(moment),
        "lattice": lattice_title(moment),
    }


def finding(moment: Moment) -> Sentence:
    """Return what one sees first: who is where, and how EDM has moved since training began."""
    if moment.epoch == 0:
        return ["Untrained: there is nothing to share yet"]
    if not moment.shares or moment.valuation is None or moment.valuation.edm is None:
        return ["No modality contributes yet"]
    now = moment.valuation.edm
    first = next(valuation.edm for _, valuation in moment.course.trained if valuation.edm is not None)
    told_apart = now.high < first.low or now.low > first.high
    edm = f"{first.estimate:.2f} → {now.estimate:.2f}" if told_apart else f"{now.estimate:.2f}"
    return [*_protagonist(moment, improvement=first.estimate - now.estimate if told_apart else 0.0), f": EDM {edm}"]


def pair_finding(moment: Moment) -> Sentence:
    """Return which pair is worth most, or least, beyond its halves.

    Interactions are recorded without intervals. A sample's is a sum of four worths, two with either sign; were they
    independent, its variance would be 1 at most, and that is what chance is allowed here.
    """
    if moment.valuation is None:
        return ["Untrained: no pair does anything yet"]
    [pair] = strongest_pairs(moment.valuation, 1)
    value = pairs_of(moment.valuation)[pair]
    names: Sentence = [{"tag": pair[0]}, " and ", {"tag": pair[1]}]
    if moment.valuation.payoff == "log_likelihood":
        return [*names, " interact most: ", worth_in_words(value, "log_likelihood"), " nats"]
    points = f"{100 * abs(value):.0f} points"
    if abs(value) <= 1.96 / moment.valuation.samples**0.5:
        return ["No pair is surely worth more or less than its halves"]
    return [*names, f" need each other: {points}" if value > 0 else f" overlap by {points}"]


def conclusion(moment: Moment) -> Sentence:
    """Return who is furthest from an equal share, or that nobody can be told from one."""
    if not moment.shares:
        return ["Nothing can be said yet."]
    unequal = {name: share for name, share in moment.shares.items() if not share.low <= moment.equal <= share.high}
    if not unequal:
        return ["Nobody can be told from an equal share."]
    name = max(unequal, key=lambda name: abs(unequal[name].estimate - moment.equal))
    contributes = f" contributes {_percent(unequal[name].estimate)}"
    return [{"tag": name}, contributes, f", an equal share is {_percent(moment.equal)}."]


def comparison(moment: Moment) -> Sentence:
    """Return what the run has reached, and how it stands beside its companion after as many epochs."""
    reached: Sentence = ["All together reach ", {"strong": _percent(moment.accuracy[-1])}]
    ghost = moment.course.ghost
    beside = next((record for record in ghost.records if record.epoch == moment.epoch), None) if ghost else None
    common = moment.course.fork.epoch if moment.course.fork else 0  # so long they have been the same
    if ghost is None or beside is None or not beside.accuracy or moment.epoch <= common:
        return [*reached, " of the validation samples."]
    told: Sentence = [*reached, f", {ghost.label} {_percent(beside.accuracy[-1])}."]
    ours, theirs = moment.valuation, beside.valuation
    if ours is None or ours.edm is None or theirs is None or theirs.edm is None:
        return told
    return [*told, " ", *_versus(ours.edm, theirs.edm)]


def accuracy_title(moment: Moment) -> Sentence:
    """Return who is furthest below its ceiling; without ceilings, what joining the modalities gains."""
    single, ceilings = alone(moment.course.players, moment.accuracy), moment.course.ceilings
    below = {name: ceilings[name] - reached for name, reached in single.items() if name in ceilings}
    if not moment.epoch or not below:
        return [f"Together {_percent(moment.accuracy[-1])}, best alone {_percent(max(single.values()))}"]
    name = max(below, key=lambda name: below[name])
    if below[name] <= _noise(moment, ceilings[name]):
        return ["Nobody is clearly below its ceiling"]
    return [{"tag": name}, f" {100 * below[name]:.0f} points below ceiling"]


def lattice_title(moment: Moment) -> Sentence:
    """Return whose absence costs most."""
    players = moment.course.players
    without = {name: moment.accuracy[mask] for name, mask in zip(players, one_missing(len(players)), strict=True)}
    name = min(without, key=lambda name: without[name])
    if not moment.epoch or moment.accuracy[-1] - without[name] <= _noise(moment, moment.accuracy[-1]):
        return ["What each coalition can do"]
    return ["Without ", {"tag": name}, f" {_percent(moment.accuracy[-1])} → {_percent(without[name])}"]


def _protagonist(moment: Moment, *, improvement: float) -> Sentence:
    """Return who the finding is about. `improvement` is by how much EDM has fallen, 0 within its intervals."""
    weakest, *_, strongest = sorted(moment.shares, key=lambda name: moment.shares[name].estimate)
    least, most = moment.shares[weakest], moment.shares[strongest]
    if improvement > 0 and (name := _caught_up(moment)):
        return [{"tag": name}, " has caught up"]
    under_way = moment.epoch < moment.course.epochs  # at the end one says where things stand
    if improvement and under_way and (movement := _movement(moment, weakest)):
        return [{"tag": weakest}, movement]
    if not _behind(least, moment.equal):
        return ["Nobody falls behind"]
    if most.estimate >= 1.5 * moment.equal:
        return [{"tag": strongest}, f" carries {_percent(most.estimate)}"]
    return [{"tag": weakest}, f" trails with {_percent(least.estimate)}"]


def _behind(share: Interval, equal: float) -> bool:
    """Return whether a share is less than an equal one beyond its interval, and by enough to matter."""
    return share.high < equal and share.estimate < NEAR_EQUAL * equal


def _caught_up(moment: Moment) -> str | None:
    """Return who was behind last, now that nobody is; None while somebody is, or if nobody ever was."""
    if any(_behind(share, moment.equal) for share in moment.shares.values()):
        return None
    for epoch, valuation in reversed(moment.course.trained):
        shares = shares_of(valuation) if epoch < moment.epoch else None
        behind = [name for name, share in (shares or {}).items() if _behind(share, moment.equal)]
        if shares and behind:
            return min(behind, key=lambda name: shares[name].estimate)
    return None


def _movement(moment: Moment, name: str) -> str | None:
    """Return how a share has moved since it was first known; None within its intervals."""
    first = next(known[name] for _, valuation in moment.course.trained if (known := shares_of(valuation)))
    now = moment.shares[name]
    if now.low > first.high:
        return " is catching up"
    return " falls behind" if now.high < first.low else None


def _noise(moment: Moment, accuracy: float) -> float:
    """Return how far apart two accuracies near this one may come to lie by chance: 95 % of a normal difference."""
    samples = moment.valuation.samples if moment.valuation else 1
    return float(1.96 * (2 * accuracy * (1 - accuracy) / samples) ** 0.5)


def _versus(ours: Interval, theirs: Interval) -> Sentence:
    told: Sentence = ["EDM ", {"strong": f"{ours.estimate:.2f}"}, f" against {theirs.estimate:.2f}"]
    overlap = ours.low <= theirs.high and theirs.low <= ours.high
    return [*told, ": ", {"strong": "a tie"}, ", the intervals overlap."] if overlap else [*told, "."]


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"
