"""What methods of attribution make of a run, as text."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.table import Table

from shapviz.cli import terminal
from shapviz.figures.labels import duration
from shapviz.runs.attribution import Payoff
from shapviz.runs.checks import Agreement, Sanity
from shapviz.runs.methods import METHODS
from shapviz.runs.records import Attributed, AttributionRecord, Dial, Spending

NOTHING: Final = 1e-6  # of the payoff: what rounding leaves over
CANCELS: Final = 0.1  # of its size: so much of the lesser sign is worth a word
UNITS: Final[dict[Payoff, str]] = {
    "probability": "probability",
    "log_likelihood": "log-likelihood in nats",
    "logit": "logit",
}


def show(record: AttributionRecord | None, name: str) -> None:
    """Write what each method gives to each modality, and at what price; nothing where there is no record."""
    if record is None:
        return
    console = terminal.out()
    console.print(f"\n{name}: {_asked(record)}", markup=False, soft_wrap=True)
    if record.methods:
        console.print(_shares(record))
        console.print(_values(record))
    if record.agreement is not None:
        console.print(_agreement(record.agreement))
    if record.dials:
        console.print(_dials(record.dials))
    if record.sanity is not None:
        console.print(_sanity(record.sanity))
    console.print("\n".join(_lines(record)), soft_wrap=True, markup=False)


def _asked(record: AttributionRecord) -> str:
    """Return what was asked of what, as it stands above the tables."""
    question = record.question
    whose = {"true": "the true class", "predicted": "the predicted class"}.get(
        question.target, f"the class '{question.target.partition(':')[2]}'"
    )
    what = f"{UNITS[question.payoff]} of {whose}, after epoch {record.epoch}, on {record.samples} test samples"
    return what if question.baseline == "own" else f"{what}; in place of the absent: {question.baseline}"


def _shares(record: AttributionRecord) -> Table:
    """Return a row for each method: how it shares out the whole, what it leaves over, what it costs."""
    costs = ("left over", "calls a sample", "time", "baseline")
    grid = terminal.table("method", *record.players, *costs, numbers=len(record.players) + len(costs))
    for each in record.methods:
        shares = [f"{share.estimate:.1%}" for share in each.shares] if each.shares else ["–"] * len(record.players)
        left = "nothing" if each.worst < NOTHING else terminal.shown(each.missing)
        grid.add_row(each.method, *shares, left, f"{each.calls:,.0f}", duration(each.seconds), _baseline(each))
    return grid


def _baseline(each: Attributed) -> str:
    """Return what stood in for the absent, and whether it was one thing."""
    return f"{each.baseline}, {'sampled' if each.baseline == 'background' else 'fixed'}"


def _values(record: AttributionRecord) -> Table:
    """Return a row for each method: what it gives to each modality, with its sign."""
    grid = terminal.table("method", *(f"φ {player}" for player in record.players), numbers=len(record.players))
    for each in record.methods:
        grid.add_row(each.method, *map(terminal.shown, each.values))
    return grid


def _agreement(found: Agreement) -> Table:
    """Return a row for each method beside the first: how far they agree."""
    first, *others = found.methods
    grid = terminal.table(f"beside {first}", "same leader", "rank correlation", "same signs", numbers=3)
    for other in others:
        pair = found.pair(first, other)
        if pair is not None:
            grid.add_row(other, *map(terminal.shown, (pair.leader, pair.rank, pair.sign)))
    return grid


def _dials(dials: Sequence[Dial]) -> Table:
    """Return a row for each method that draws: its mean error, and how often its intervals hold, as calls rise."""
    sizes = max(len(dial.spent) for dial in dials)
    grid = terminal.table("calls: mean error (intervals that hold)", *[""] * sizes, numbers=sizes)
    for dial in dials:
        grid.add_row(dial.method, *map(_spent, dial.spent))
    return grid


def _spent(each: Spending) -> str:
    return f"{each.calls:,.0f}: {terminal.number(each.error)} ({each.coverage:.0%})"


def _sanity(found: Sanity) -> Table:
    """Return a row for each method, with the verdict of each check on it."""
    checks = list(dict.fromkeys(finding.check for finding in found.findings))
    verdicts = {(finding.method, finding.check): finding.verdict for finding in found.findings}
    grid = terminal.table("check", *(check.replace("_", " ") for check in checks))
    for method in dict.fromkeys(finding.method for finding in found.findings):
        grid.add_row(method, *(verdicts.get((method, check), "") for check in checks))
    return grid


def _lines(record: AttributionRecord) -> Iterator[str]:
    """Yield whose values cancel, who was refused, and how to read the tables."""
    yield from _cancelling(record)
    if record.agreement is not None and record.agreement.worst:
        worst = record.agreement.worst[0]
        yield f"They are furthest apart about row {worst.row}: {' and '.join(worst.methods)}."
    for refused in record.refused:
        yield f"{refused.method} was refused. {refused.problem} {refused.remedy}"
    for finding in record.sanity.findings if record.sanity else ():
        if finding.verdict == "fails":
            yield f"{finding.method} fails {finding.check.replace('_', ' ')}: {finding.reason}"
    others = [each.method for each in record.methods if METHODS[each.method].aims == "other"]
    if others:
        yield f"Not meant to be Shapley values: {', '.join(others)}."
    yield "Shares are of the mean size |φ| over samples. In brackets: 95 % intervals over samples."


def _cancelling(record: AttributionRecord) -> Iterator[str]:
    """Yield what is added and taken away by a modality whose values have either sign, by exact values if there are."""
    first = next((each for each in record.methods if METHODS[each.method].exact), None)
    if first is None:
        return
    for player, gain, loss in zip(record.players, first.positive, first.negative, strict=True):
        if min(gain, -loss) >= CANCELS * (gain - loss):
            yield f"{player} helps some samples and harms others: {terminal.number(gain)} and {terminal.number(loss)}."
