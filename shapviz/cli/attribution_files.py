"""What methods of attribution make of a run, as files: tables for spreadsheets, figures for browsers."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from shapviz.cli import terminal
from shapviz.data import catalog
from shapviz.errors import StoreError, UsageError
from shapviz.figures.attribution.scene import Scene
from shapviz.figures.attribution.titled import figures
from shapviz.runs.attribution import Attribution
from shapviz.runs.exchange import methods
from shapviz.runs.info import RunInfo
from shapviz.runs.records import AttributionRecord

TABLES: Final = ("values.csv", "summary.csv", "agreement.csv", "inside.csv")
FIGURES: Final = ("waterfall", "shares", "methods", "agreement")


def check(folder: Path) -> None:
    """Raise UsageError if something of ours would be overwritten, or if there can be no such folder."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, and a folder is needed.", remedy="Name another place with --out.")
    there = [name for name in TABLES if (folder / name).exists()]
    if there:
        raise UsageError(
            f"{folder} holds {' and '.join(there)} already.",
            remedy="Name another folder with --out, or empty that one.",
        )


def texts(run: RunInfo, record: AttributionRecord, found: Mapping[str, Attribution]) -> dict[str, str]:
    """Return the content of the files by their names.

    Args:
        run: That was asked.
        record: What came of it.
        found: What each method gives to every sample.
    """
    return dict(_tables(record, found)) | dict(_figures(run, record, found))


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files, and say which; the folder is made if there is none.

    Raises:
        StoreError: If it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written: {error.strerror or error}.",
            remedy="Name a folder that you may write to with --out. What was found is kept.",
        ) from error
    terminal.err().print(f"Wrote {', '.join(texts)} to {folder}.", markup=False)


def _tables(record: AttributionRecord, found: Mapping[str, Attribution]) -> Iterator[tuple[str, str]]:
    yield "values.csv", methods.values(found)
    yield "summary.csv", methods.summary(record)
    if record.agreement is not None:
        yield "agreement.csv", methods.agreement(record.agreement)


def _figures(run: RunInfo, record: AttributionRecord, found: Mapping[str, Attribution]) -> Iterator[tuple[str, str]]:
    """Yield name and HTML of every figure that can be drawn, with Plotly's code in it: it opens without a network."""
    refused = {each.method: each for each in record.refused}
    scene = Scene(
        run=run.name,
        epoch=record.epoch,
        kinds=_kinds(run),
        question=record.question,
        attributions=found,
        refused=refused,
        offered=[*found, *refused],
        agreement=record.agreement,
        sanity=record.sanity,
    )
    drawn = figures(scene)
    for name in FIGURES:
        if name in drawn:
            yield f"{name}.html", drawn[name].to_html(include_plotlyjs=True)


def _kinds(run: RunInfo) -> dict[str, str]:
    known = {modality.name: modality.kind for modality in catalog.info(run.spec.dataset.name).modalities}
    return {name: known[name] for name in run.spec.dataset.modalities or known}
