"""What is inside the modalities of single samples, as files: a table for spreadsheets, pictures for browsers."""

from collections.abc import Sequence
from contextlib import closing
from typing import Final

from shapviz.errors import UsageError
from shapviz.figures.attribution import elements
from shapviz.jobs.lab.client import Lab
from shapviz.jobs.lab.questions import InsideOf, Subject
from shapviz.runs.exchange import methods
from shapviz.runs.info import RunInfo
from shapviz.runs.inside import Inside
from shapviz.runs.records import AttributionRecord

METHOD: Final = "captum.integrated_gradients"  # leaves nothing over, sees single pixels, and takes no time


def rows(said: str | None, *, written: bool) -> tuple[int, ...]:
    """Return the rows that are asked for.

    Args:
        said: Numbers with commas between; None asks for none.
        written: Whether there is a folder for what they show.

    Raises:
        UsageError: If they are no numbers, or nothing would come of them.
    """
    if said is None:
        return ()
    if not written:
        raise UsageError("--inside writes files.", remedy="Name a folder for them with --out.")
    numbers = [each.strip() for each in said.split(",") if each.strip()]
    if not numbers or not all(each.isdecimal() for each in numbers):
        raise UsageError(
            f"--inside: expected rows of the dataset with commas between, found '{said}'.",
            remedy="values.csv lists the rows of the test split.",
        )
    return tuple(dict.fromkeys(map(int, numbers)))


def texts(run: RunInfo, record: AttributionRecord, rows: Sequence[int]) -> dict[str, str]:
    """Return the content of the files by their names: one table, and a page of pictures for each sample.

    Args:
        run: That was asked. A process of its own opens its network, unless there are no rows.
        record: What came of it: the same question is asked about what is inside.
        rows: Of the dataset.

    Raises:
        UsageError: If a row is none of the test split.
        ShapvizError: If the network cannot be opened.
    """
    if not rows:
        return {}
    found = _looks(Subject(run=run.id, epoch=record.epoch, spec=run.spec), record, rows)
    pages = {f"inside-{row}.html": _page(row, [look for look in found if look.row == row]) for row in rows}
    return {"inside.csv": methods.inside(found)} | pages


def _looks(subject: Subject, record: AttributionRecord, rows: Sequence[int]) -> list[Inside]:
    with closing(Lab()) as lab:
        answers = [
            lab.ask(InsideOf(subject=subject, question=record.question, row=row, modality=modality, method=METHOD))
            for row in rows
            for modality in record.players
        ]
        return [Inside.model_validate_json(answer.result()) for answer in answers]


def _page(row: int, found: Sequence[Inside]) -> str:
    """Return a page that opens without a network: Plotly's code stands in it, once."""
    parts = [
        elements.figure(look).to_html(full_html=False, include_plotlyjs=place == 0) for place, look in enumerate(found)
    ]
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Row {row}</title>{"".join(parts)}</html>'
