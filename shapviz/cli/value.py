"""`shapviz value RUN`: the coalition game of a run after one of its epochs."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from shapviz.cli import findings, terminal
from shapviz.cli.result import Afterwards
from shapviz.errors import UsageError
from shapviz.games import Valuation, members
from shapviz.runs.info import RunInfo
from shapviz.runs.records import DiagnosisRecord, EpochRecord
from shapviz.runs.store import RunStore

UNITS = {"accuracy": "fraction of samples", "probability": "probability of the true class", "log_likelihood": "nats"}


def command(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Name or id of a run, or the beginning of its id.")],
    epoch: Annotated[int | None, typer.Option(metavar="N", help="After which epoch.", show_default="the last")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON: the whole valuation.")] = False,
) -> None:
    """Show what every coalition of modalities is worth, and what follows: Shapley values, shares, EDM.

    A run that was trained with --probes also says of every modality whether it is starved.
    """
    with closing(RunStore.open()) as store:
        info = store.get(run)
        epochs = store.epochs(info.id)
        diagnosis, after = store.diagnosis(info.id), Afterwards.of(store, info)
    record, valuation = valued(info, epochs, epoch)
    if as_json:
        described = {"run": info.id, "name": info.name, "epoch": record.epoch, "split": "valid"}
        found = None if diagnosis is None else findings.described(diagnosis, info)
        terminal.say_json(described | asdict(valuation) | {"diagnosis": found} | after.described())
    else:
        _show(info, record.epoch, valuation)
        after.show()
        if diagnosis is not None:
            _show_diagnosis(info, diagnosis)


def valued(info: RunInfo, epochs: tuple[EpochRecord, ...], epoch: int | None) -> tuple[EpochRecord, Valuation]:
    """Return the record of an epoch and the valuation in it.

    Args:
        info: The run.
        epochs: All its epochs.
        epoch: Which of them; None means the last that was valued.

    Raises:
        UsageError: If that epoch was not valued, or none was yet.
    """
    found = {record.epoch: (record, record.valuation) for record in epochs if record.valuation is not None}
    if not found:
        raise UsageError(
            f"Run '{info.name}' is {info.status} and has no epoch yet.", remedy="Look again when its first has ended."
        )
    wanted = max(found) if epoch is None else epoch
    if wanted not in found:
        nearest = min(found, key=lambda known: abs(known - wanted))
        raise UsageError(
            f"Run '{info.name}' has no valuation after epoch {wanted}: it was valued {len(found)} times, "
            f"from epoch {min(found)} to {max(found)}.",
            remedy=f"The nearest is --epoch {nearest}.",
        )
    return found[wanted]


def _show(info: RunInfo, epoch: int, valuation: Valuation) -> None:
    console = terminal.out()
    console.print(
        f"{info.name}: {info.spec.dataset.name}, {info.spec.strategy.name}, after epoch {epoch}, "
        f"on {valuation.samples} validation samples",
        markup=False,
    )
    console.print(_coalitions(valuation))
    console.print(_players(valuation))
    console.print("\n".join(_findings(valuation)), soft_wrap=True)


def _show_diagnosis(info: RunInfo, diagnosis: DiagnosisRecord) -> None:
    console = terminal.out()
    console.print(f"\nDiagnosis after epoch {diagnosis.epoch}, by accuracy:", markup=False)
    console.print(findings.distances(diagnosis))
    console.print("\n".join(findings.lines(diagnosis, info)), soft_wrap=True, markup=False)


def _coalitions(valuation: Valuation) -> Table:
    grid = terminal.table("present", f"{valuation.payoff} ({UNITS[valuation.payoff]})", numbers=1)
    for mask in sorted(range(len(valuation.worth)), key=lambda mask: (mask.bit_count(), mask)):
        present = " + ".join(members(mask, valuation.players)) or "nobody"
        grid.add_row(present, terminal.number(valuation.worth[mask]))
    return grid


def _players(valuation: Valuation) -> Table:
    grid = terminal.table("modality", "Shapley value φ", "share", numbers=2)
    shares = valuation.shares or [None] * len(valuation.players)
    for name, phi, share in zip(valuation.players, valuation.shapley, shares, strict=True):
        grid.add_row(name, terminal.shown(phi), terminal.shown(share))
    return grid


def _findings(valuation: Valuation) -> Iterator[str]:
    """Yield EDM with its target, and the pairs that stand out."""
    target = "equal shares"
    if valuation.target is not None:
        named = zip(valuation.players, valuation.target, strict=True)
        target = ", ".join(f"{name} {share:.0%}" for name, share in named)
    yield f"EDM to {target}: {terminal.shown(valuation.edm)}"
    if valuation.edm is None:
        yield "Shares and EDM are undefined: no Shapley value is positive."
    pairs = {
        (first, second): valuation.interactions[i][j]
        for i, first in enumerate(valuation.players)
        for j, second in enumerate(valuation.players[:i])
    }
    most, least = max(pairs, key=pairs.__getitem__), min(pairs, key=pairs.__getitem__)
    if pairs[most] > 0:
        yield f"Strongest synergy: {' and '.join(reversed(most))}, {terminal.number(pairs[most])}"
    if pairs[least] < 0:
        yield f"Strongest redundancy: {' and '.join(reversed(least))}, {terminal.number(pairs[least])}"
    yield "In brackets: 95 % bootstrap intervals over validation samples."
