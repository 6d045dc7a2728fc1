"""Fills the tables of accuracies in docs/data.md: `python scripts/data.py`.

They are made from docs/results/main.csv, which scripts/results.py writes from the study `main`, and for what that study
leaves out from docs/results/data.csv; both travel with the document, so anybody can make it again. With `--measure` the
networks of the second file are trained anew first, which takes some minutes of one core.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from scripts.report import data_tables
from scripts.results import DOCS
from shapviz.data import catalog
from shapviz.experiment import run
from shapviz.runs.records import Progress
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.runs.study import Part, Place, StudySpec
from shapviz.studies.presets import DEFAULT, STRATEGIES
from shapviz.studies.results import Result, read, results_of, write

FILE: Final = DOCS / "results" / "data.csv"
TEXT: Final = DOCS / "data.md"
NOISES: Final = data_tables.NOISES


def main() -> None:
    """Write the tables, after the file they are made from if asked to."""
    parser = argparse.ArgumentParser(description="Fill the tables of docs/data.md.")
    parser.add_argument("--measure", action="store_true", help="first train the networks anew")
    if parser.parse_args().measure:
        write(measure(), FILE)
    TEXT.write_text(data_tables.filled(TEXT.read_text(encoding="utf-8"), found()), encoding="utf-8")


def found() -> tuple[Result, ...]:
    """Return what the files hold."""
    return (*read(DOCS / "results" / "main.csv"), *read(FILE))


def study() -> StudySpec:
    """Return what is measured: the datasets that the study `main` has not, and noise on the sound of digits."""
    return StudySpec(
        name="data",
        about="What joint training leaves on the table.",
        settings={name: {"strategy": STRATEGIES[name].model_dump(mode="json")} for name in data_tables.SETTINGS},
        datasets={name: _part(name) for name in ("emoji3", "heart", "avdigits")}
        | {label: _part("avdigits", noise) for noise, label in NOISES.items() if noise},
        seeds=4,
        seeds_of={"emoji3": 8, "heart": 8},  # whose networks cost less than those of sounds
        baseline="joint",
    )


def _part(name: str, noise: float = 0) -> Part:
    dataset = {"name": name, "noise": {"audio": noise}} if noise else {"name": name}
    return {"dataset": dataset, "training": {"epochs": catalog.info(name).epochs}}


def measure() -> Iterator[Result]:
    """Yield what is found, run by run. No table has alternating training under noise."""
    noisy = {label for noise, label in NOISES.items() if noise}
    for place, spec in study().cells().items():
        if place.setting != DEFAULT or place.dataset not in noisy:
            result = _result(place, spec)
            print(*place, result.values["accuracy"], flush=True)
            yield result


def _result(place: Place, spec: RunSpec) -> Result:
    with tempfile.TemporaryDirectory() as folder, closing(RunStore.open(str(Path(folder) / "runs.db"))) as store:
        made = store.create(spec)
        for event in run(spec):
            if not isinstance(event, Progress):
                store.append(made.id, event)
        store.set_status(made.id, "finished")
        [result] = results_of(store, place, store.get(made.id))
    return result.model_copy(update={"run": None})


if __name__ == "__main__":
    main()
