"""The tables of docs/attribution.md."""

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Final

from benchmarks.report import table
from scripts.report.attributed import Checked, Faithful, Measured
from scripts.report.words import counted, listed
from shapviz.comparison import Estimate, mean_of
from shapviz.runs.calls import calls
from shapviz.runs.methods import METHODS, Effort, Method

SURE: Final = 1 - 1e-9  # of a share of samples that is all of them


def methods(players: int, spent: int) -> str:
    """Return a row for each method: what it does, what it answers, with which baseline and at what price."""
    between = [method for method in METHODS.values() if "modality" in method.levels]
    rows = [
        [
            f"`{each.name}`",
            each.about,
            _answers(each),
            "sampled" if each.samples_baseline else "fixed",
            f"{calls(each.name, players, Effort(calls=spent)):,}",
        ]
        for each in between
    ]
    header = ["method", "what it does", "answer", "baseline", "calls"]
    return table(header, rows, words=header[:4])


def _answers(method: Method) -> str:
    if method.exact:
        return "exact"
    kind = "draws" if method.draws else "the same every time"
    return kind if method.aims == "shapley" else f"another question, {kind}"


def coverage(measured: Sequence[Measured]) -> str:
    """Return what was run, as a sentence or two."""
    runs = {(row.dataset, row.seed) for row in measured}
    datasets = list(dict.fromkeys(row.dataset for row in measured))
    samples = listed([str(each) for each in sorted({row.samples for row in measured})])
    return (
        f"{counted(len(runs), 'network', 'networks')}, by the defaults of shapviz and with each dataset's own number "
        f"of epochs: {counted(len({row.seed for row in measured}), 'seed', 'seeds')} of {listed(datasets)}, {samples} "
        "test samples of each. `xor` takes the MLP head. The payoff is the probability of the true class, and what is "
        "absent is absent as in training."
    )


def found(rows: Sequence[Measured]) -> str:
    """Return a row for each method on one dataset, and beneath it why some were refused."""
    by_method = {name: [row for row in rows if row.method == name] for name in METHODS}
    refused = {name: own[0].problem for name, own in by_method.items() if own and own[0].problem}
    asked = {name: own for name, own in by_method.items() if own and name not in refused}
    exact = {row.seed: row.seconds for row in by_method["exact"] if row.seconds}
    header = ["method", "leader", "share, %", "same leader, %", "rank", "misses total by, %", "calls", "time"]
    body = table(header, [_row(name, own, exact) for name, own in asked.items()], words=["leader"])
    return "\n\n".join([body, *(f"`{name}` was refused: {problem}" for name, problem in refused.items())])


def _row(name: str, rows: Sequence[Measured], exact: Mapping[int, float]) -> list[str]:
    leaders = {row.leader for row in rows}
    ratios = [row.seconds / exact[row.seed] for row in rows if row.seconds]
    return [
        f"`{name}`",
        str(*leaders) if len(leaders) == 1 else "differs by seed",
        _percent(_over_seeds(rows, "share")),
        _percent(_over_seeds(rows, "same_leader")),
        _decimal(_over_seeds(rows, "rank")),
        _percent(_over_seeds(rows, "missing"), most=inf),
        f"{mean_of([row.calls or 0 for row in rows]).mean:,.0f}",
        f"× {mean_of(ratios).mean:,.2g}" if mean_of(ratios).mean < 10 else f"× {mean_of(ratios).mean:,.0f}",
    ]


def checks(rows: Sequence[Checked]) -> str:
    """Return a row for each method: the verdicts of each check, and on which datasets."""
    named = list(dict.fromkeys(row.check for row in rows))
    known = [name for name in METHODS if any(row.method == name for row in rows)]
    body = [[f"`{method}`", *(_verdicts(rows, method, check) for check in named)] for method in known]
    header = ["method", *(check.replace("_", " ") for check in named)]
    return table(header, body, words=header)


def _verdicts(rows: Sequence[Checked], method: str, check: str) -> str:
    """Return the verdict if it is the same everywhere, else each with its datasets."""
    by_verdict: dict[str, list[str]] = {}
    for row in rows:
        if (row.method, row.check) == (method, check):
            by_verdict.setdefault(row.verdict, []).append(row.dataset)
    if len(by_verdict) == 1:
        return next(iter(by_verdict))
    return "; ".join(f"{verdict} on {listed(names)}" for verdict, names in by_verdict.items())


def truths(rows: Sequence[Faithful]) -> str:
    """Return a row for each method: its distance from the truth of each regime, over seeds."""
    regimes = list(dict.fromkeys(row.regime for row in rows))
    by_place = {(row.method, row.regime): row for row in rows}
    body = [
        [f"`{name}`", *(_distance(by_place.get((name, regime))) for regime in regimes)]
        for name in METHODS
        if any(row.method == name for row in rows)
    ]
    return table(["method", *regimes], body)


def _distance(row: Faithful | None) -> str:
    return "–" if row is None else f"{row.error:.2f} [{row.low:.2f}, {row.high:.2f}]"


def reasons(measured: Sequence[Measured], why: Mapping[str, str]) -> Iterator[str]:
    """Yield for each method of `why` where it names another leader than exact values do, what it leaves, and why."""
    for name, reason in why.items():
        own = [row for row in measured if row.method == name and row.problem is None]
        told = [_leaders(own), _left(own), reason]
        yield f"- **{METHODS[name].title}** (`{name}`) {' '.join(told)}"


def _leaders(rows: Sequence[Measured]) -> str:
    """Return where the leader is another one: clearly so, not at all, or inconclusive over so few seeds."""
    said: dict[str, list[str]] = {"another": [], "same": [], "open": []}
    for dataset in dict.fromkeys(row.dataset for row in rows):
        same = _over_seeds([row for row in rows if row.dataset == dataset], "same_leader")
        if same is None:
            continue
        high = same.mean if same.high is None else same.high
        verdict = "same" if same.mean >= SURE else "another" if high < SURE else "open"
        said[verdict].append(f"{dataset} ({100 * (1 - same.mean):.0f} % of samples)" if verdict != "same" else dataset)
    parts = {
        "names another leader than exact values do on": said["another"],
        "the same in every sample on": said["same"],
        "inconclusive over these seeds on": said["open"],
    }
    return "; ".join(f"{words} {listed(names)}" for words, names in parts.items() if names) + "."


def _left(rows: Sequence[Measured]) -> str:
    """Return how far its values are from adding up, dataset by dataset."""
    shares = {
        dataset: _over_seeds([row for row in rows if row.dataset == dataset], "missing")
        for dataset in dict.fromkeys(row.dataset for row in rows)
    }
    told = [f"{100 * share.mean:.0f} % on {name}" for name, share in shares.items() if share and share.mean >= 0.005]
    return f"Its values miss the total by {listed(told)}." if told else "Its values add up."


def _over_seeds(rows: Sequence[Measured], field: str) -> Estimate | None:
    values = [value for row in rows if (value := getattr(row, field)) is not None]
    return mean_of(values) if values else None


def _percent(value: Estimate | None, most: float = 1) -> str:
    return _interval(value, scale=100, digits=0, bounds=(0, most))


def _decimal(value: Estimate | None) -> str:
    return _interval(value, scale=1, digits=2, bounds=(-1, 1))


def _interval(value: Estimate | None, *, scale: float, digits: int, bounds: tuple[float, float]) -> str:
    """Return a mean and its interval over seeds, cut at the bounds; the mean alone where all seeds say the same."""
    if value is None:
        return "–"
    low, high = (None if end is None else min(max(end, bounds[0]), bounds[1]) for end in (value.low, value.high))
    known = [each for each in (value.mean, low, high) if each is not None]
    mean, *ends = (f"{scale * each:.{digits}f}".replace("-", "−") for each in known)
    return f"{mean} [{', '.join(ends)}]" if ends and set(ends) != {mean} else mean
