"""Writes docs/results.md and its figures: `python scripts/results.py`.

The document is made from docs/results/*.csv, one row a run, which travel with it; so anybody can make it again. Where
the run store has the studies, `--from-store` writes these files first:

    shapviz study main                      # and parts-joint, parts-joint-unimodal, parts-own-full
    python scripts/results.py --from-store
"""

import argparse
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from scripts.report import figures, sections
from shapviz.runs import study_store
from shapviz.runs.store import RunStore
from shapviz.runs.study import StudySpec
from shapviz.studies import presets
from shapviz.studies.results import Result, collect, read, write
from shapviz.studies.summary import summarise

DOCS = Path(__file__).parents[1] / "docs"
STUDIES = ("main", "parts-joint", "parts-joint-unimodal", "parts-own-full")
FIGURES = {"accuracy": "All modalities present", "missing": "One modality missing"}
KINDS = {"real": presets.REAL, "constructed": presets.CONSTRUCTED}
HEAD = """# Results

What each way to train and each part of the method did, on every dataset, over several seeds. This text, its tables,
verdicts and figures are made by `python scripts/results.py` from [docs/results](results), where every run is a row;
nothing in it is typed by hand. The runs were made by `shapviz study`, with the presets of `shapviz/studies/presets.py`.

{coverage}

## How to read it

- A seed draws the split, the initial weights and the batches, and on constructed data the samples. All settings share
  them, so differences are paired by seed. Intervals are 95 % by Student's t, over seeds.
- Accuracies are those of the test split, which is looked at once, after the last epoch. EDM to potential and to the
  ensemble, and starvation, come from the probes, on the validation split.
- **Bold**: significant at 5 % after Holm's correction for all settings of that dataset. *Inconclusive*: the interval
  covers zero, which says that we cannot tell, and not that there is no difference. Neither: the interval excludes zero,
  but that does not hold beside the other tests.
- All settings of a dataset make about the same number of encoder passes, calibration and probes not counted.
  Alternating makes more head updates with them; the tables say how many of each. Seconds are those of training and
  valuation, on a machine that had other work to do.
- Settings were not tuned: the defaults of shapviz, and each dataset's own number of epochs.
"""

PROTOTYPE = """
Before shapviz was written, a prototype measured the same ideas; what it found is why the method is built as it is. Its
differences stand beside ours. *Agrees*: the same sign, and our interval holds its size. *Agrees in direction*: the same
sign, another size. *Within the interval*: ours holds its size and zero. *Not found*: ours covers zero and excludes its
size. *Contradicts*: ours excludes zero, on the other side or, by more than 0.4 points, where it found no difference. It
differed in its race, its emoji, its numbers of epochs and its splits, so sizes need not be the same; its noisy audio
digits do not ship with shapviz.
"""


def main() -> None:
    """Write the document, after the files it is made from if asked to."""
    parser = argparse.ArgumentParser(description="Write docs/results.md and its figures.")
    parser.add_argument("--from-store", action="store_true", help="first write docs/results/*.csv from the run store")
    if parser.parse_args().from_store:
        export()
    studies = {name: presets.preset(name) for name in STUDIES}
    found = {name: read(path) for name in studies if (path := _file(name)).exists()}
    (DOCS / "results.md").write_text(document(studies, found), encoding="utf-8")
    lines = summarise(found["main"], studies["main"].baseline)
    for measure, kind, title in drawings():
        own = [line for line in lines if line.dataset in KINDS[kind]]
        drawn = figures.forest(own, measure, title, studies["main"].baseline)
        (DOCS / "images" / f"results-{measure}-{kind}.svg").write_text(drawn, encoding="utf-8")


def drawings() -> Iterator[tuple[str, str, str]]:
    """Yield measure, kind of data and title of every figure."""
    for measure, title in FIGURES.items():
        for kind in KINDS:
            yield measure, kind, f"{title}, {kind} data: accuracy, in points"


def export() -> None:
    """Write the results of every study that the store has."""
    with closing(RunStore.open()) as store:
        known = {study.name for study in study_store.studies(store)}
        for name in STUDIES:
            if name not in known:
                print(f"{name}: not in {store.place}")
                continue
            results = collect(store, presets.preset(name))
            write(results, _file(name))
            print(f"{_file(name).name}: {sum(each.status == 'finished' for each in results)} of {len(results)} rows")


def document(studies: dict[str, StudySpec], found: dict[str, tuple[Result, ...]]) -> str:
    """Return the whole text.

    Args:
        studies: By name.
        found: The results of those that have been run; `main` is among them.
    """
    main, results = studies["main"], found["main"]
    parts = [name for name in found if name != "main"]
    return "\n\n".join(
        [
            HEAD.format(coverage="\n".join(sections.coverage(studies[name], each) for name, each in found.items())),
            f"## In short\n\n{sections.in_short(main, results)}",
            f"## What we recommend\n\n{sections.recommendation(main, results, presets.RECOMMENDED, presets.DEFAULT)}",
            "## Differences to joint training",
            *(f"![{title}](images/results-{measure}-{kind}.svg)" for measure, kind, title in drawings()),
            f"## By dataset\n\n{sections.dataset_tables(main, results)}",
            f"### Each modality missing\n\n{sections.missing_table(main, results, presets.RECOMMENDED)}",
            *["## What each part adds"][: len(parts)],
            *(sections.parts(studies[name], found[name]) for name in parts),
            f"## Beside the prototype\n\n{PROTOTYPE.strip()}\n\n{sections.beside_prototype(results)}\n",
        ]
    )


def _file(study: str) -> Path:
    return DOCS / "results" / f"{study}.csv"


if __name__ == "__main__":
    main()
