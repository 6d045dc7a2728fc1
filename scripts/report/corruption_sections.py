"""The tables of docs/corruptions.md: levels, an example of words, what networks lose, and where they do not."""

from collections.abc import Iterator, Sequence
from statistics import mean
from typing import Final

import numpy as np

from benchmarks.report import table
from scripts.report import corruption_texts as texts
from scripts.report import sheets
from scripts.report.monotony import SEVERITIES, Cell, Rise
from shapviz.data import sample
from shapviz.robustness.corruptions import corrupt, spelt
from shapviz.runs.corruptions import FITTING, about
from shapviz.runs.robustness import Corrupted
from shapviz.runs.severity import WORST, told

MILD: Final = 0.5  # the share left at the worst from which on a corruption counts as mild
TEXT: Final = ("modality", "corruption", "severities", "what is known", "likely reason", "holds")  # columns of words


def document(cells: Sequence[Cell]) -> str:
    """Return the document."""
    holding, finer = sum(cell.falls for cell in cells), sum(cell.falls_between for cell in cells)
    falling = texts.FALLING.format(
        seeds=cells[0].seeds,
        cells=len(cells),
        holding=holding,
        share=_percent(holding / len(cells)),
        worst=WORST,
        finer=f"{finer}, {_percent(finer / len(cells))} %",
    )
    parts = [
        texts.HEAD.format(worst=WORST),
        *map(_levels, FITTING),
        texts.WORDS,
        table(["", *map(str, SEVERITIES)], _words(), words=list(map(str, SEVERITIES))),
        falling,
        table(
            ["kind", "corruption", "cells", "hold", *map(str, SEVERITIES[1:]), "gone", "alone"],
            _losses(cells),
            words=["corruption"],
        ),
        texts.EXCEPTIONS,
        table(
            ["dataset", "modality", "corruption", "severities", "rise", "what is known"], _exceptions(cells), words=TEXT
        ),
        texts.BETWEEN,
        table(["dataset", "modality", "corruption", "severities", "rise"], _between(cells), words=TEXT),
        texts.MILDEST.format(mild=f"{100 * MILD:.0f}", worst=WORST),
        table(["dataset", "modality", "corruption", "left", "likely reason"], _mild(cells), words=TEXT),
        texts.LIBRARIES.format(table=table(texts.LIBRARY, texts.WEIGHED, words=texts.LIBRARY)),
        texts.EVERYTHING.format(worst=WORST),
        table(
            ["dataset", "modality", "corruption", *map(str, SEVERITIES), "gone", "alone", "holds"],
            _all(cells),
            words=TEXT,
        ),
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _levels(kind: str) -> str:
    """Return the section of a kind of modality: what each corruption does, its levels, and the picture."""
    rows = [
        [about(kind, each).title, about(kind, each).description, *(told(kind, each, level) for level in SEVERITIES[1:])]
        for each in FITTING[kind]
    ]
    picture = f"\n\n![Every corruption of {kind} at every severity](images/corruptions-{kind}.svg)"
    levels = table(["corruption", "what happens", *map(str, SEVERITIES[1:])], rows, words=["what happens"])
    return f"## {kind.capitalize()}\n\n{levels}{picture if kind in sheets.SHOWN else ''}\n"


def _words() -> Iterator[list[str]]:
    """Yield the example of words, a row a corruption and a column a severity."""
    modality, values, reference = sheets.sample_of("text")
    vocabulary = np.array(sample.vocabulary())
    for corruption in FITTING["text"]:
        if corruption not in sheets.UNSEEN:
            row = [about("text", corruption).title]
            for severity in SEVERITIES:
                asked = Corrupted(corruption=corruption, severity=severity)
                tokens = corrupt(modality, values, asked, seed=0, reference=reference).values
                typed = spelt(modality, values, asked, seed=0) if corruption == "typos" else None
                row.append(" ".join((vocabulary[tokens] if typed is None else typed)[0]).strip() or "–")
            yield row


def _losses(cells: Sequence[Cell]) -> Iterator[list[str]]:
    """Yield what networks lose by kind and corruption."""
    for kind, fitting in FITTING.items():
        for corruption in fitting:
            own = [cell for cell in cells if (cell.kind, cell.corruption) == (kind, corruption)]
            losses = [mean(cell.everybody[severity] - cell.everybody[0] for cell in own) for severity in SEVERITIES[1:]]
            gone = mean(cell.without - cell.everybody[0] for cell in own)
            left = [cell.left for cell in own if cell.left is not None]
            points = [_points(value) for value in (*losses, gone)]
            alone = f"{round(100 * mean(left))} %".replace("-", "−")
            yield [kind, about(kind, corruption).title, str(len(own)), str(sum(c.falls for c in own)), *points, alone]


def _exceptions(cells: Sequence[Cell]) -> Iterator[list[str]]:
    for cell in cells:
        if not cell.falls:
            yield [*_place(cell), *_rise(cell.rise), why(cell)]


def _between(cells: Sequence[Cell]) -> Iterator[list[str]]:
    for cell in cells:
        if cell.falls and not cell.falls_between:
            yield [*_place(cell), *_rise(cell.finer)]


def _rise(rise: Rise) -> list[str]:
    """Return between which severities accuracy rises, and by how many points."""
    interval = f"{_points(rise.mean)} [{_points(rise.low, 2)}, {_points(rise.high)}]"
    return [f"{rise.start:g} → {rise.end:g}", interval]


def why(cell: Cell) -> str:
    """Return what may be behind a rise, judged by the accuracy without the modality."""
    before = cell.everybody[int(cell.rise.start)]
    told, without = f"{100 * before:.1f} %", f"{100 * cell.without:.1f} %"
    if cell.without >= cell.everybody[0]:
        return f"the modality is no help here: {without} without it"
    if cell.without >= before:
        return f"the network is already no better than without it, {told} against {without}"
    return "not explained"


def _mild(cells: Sequence[Cell]) -> Iterator[list[str]]:
    for cell in cells:
        if cell.left is not None and cell.left >= MILD:
            yield [
                *_place(cell),
                f"{100 * cell.left:.0f} %",
                texts.WHY_MILD.get((cell.kind, cell.corruption), "not explained"),
            ]


def _all(cells: Sequence[Cell]) -> Iterator[list[str]]:
    for cell in cells:
        accuracies = [f"{100 * value:.1f}" for value in (*cell.everybody, cell.without, cell.alone[-1])]
        yield [*_place(cell), *accuracies, "yes" if cell.falls else "no"]


def _place(cell: Cell) -> list[str]:
    return [cell.dataset, cell.modality, about(cell.kind, cell.corruption).title]


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _points(value: float, digits: int = 1) -> str:
    """Return a difference of accuracies in points, with a minus that is one."""
    return f"{round(100 * value, digits) + 0.0:+.{digits}f}".replace("-", "−")  # no −0
