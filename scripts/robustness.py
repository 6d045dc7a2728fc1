"""Writes docs/robustness.md: `python scripts/robustness.py`.

The document is made from docs/results/robustness.csv, one row a run, which travels with it; so anybody can make it
again. Where the run store has the study, `--from-store` writes this file first:

    shapviz study robustness
    python scripts/robustness.py --from-store
"""

import argparse
from collections.abc import Sequence
from contextlib import closing

from scripts.report import robustness, sections
from scripts.results import DOCS
from shapviz.runs.store import RunStore
from shapviz.runs.study import StudySpec
from shapviz.studies import presets
from shapviz.studies.results import Result, collect, read, write

FILE = DOCS / "results" / "robustness.csv"
TEXT = """# Robustness

Do networks whose modalities learn jointly fall further when one of them is missing or corrupted, than networks that
make each modality learn by itself? This text, its tables and its verdicts are made by `python scripts/robustness.py`
from [docs/results/robustness.csv](results/robustness.csv), where every run is a row; nothing in it is typed by hand.
The runs were made by `shapviz study robustness`.

{coverage}

## How to read it

- A seed draws the split, the initial weights, the batches and the dice of the corruptions. All settings share them, so
  differences are paired by seed. Intervals are 95 % by Student's t over seeds, n of them.
- *Missing*: the test split with all modalities but one, mean over which; what stands in for the absent is what the
  network was trained with. *Corrupted*: everybody present, and one modality corrupted; mean over modalities, the
  corruptions that fit them (docs/corruptions.md) and severities 1 to 5. Taking a modality away from a share of the
  samples is left out of these, as `missing` says it already.
- The *fall* is the accuracy of clean inputs less that, in points. A network that is worse to begin with has less to
  lose, so the accuracies themselves stand beside the falls.
- *mCE*: errors under a corruption over those of {baseline} training, mean over corruptions (Hendrycks and Dietterich
  2019, arXiv:1903.12261, whose baseline was AlexNet). Below 1: fewer errors.
- **Bold**: significant at 5 % after Holm's correction for all settings of that dataset. *Inconclusive*: the interval
  covers zero, which says that we cannot tell, and not that there is no difference. Neither: the interval excludes zero,
  but that does not hold beside the other tests.
- Settings were not tuned: the defaults of shapviz, and each dataset's own number of epochs.

## In short

{short}

*Further* and *less far* hold at 5 % after Holm's correction; all else is called inconclusive here.

## How far they fall

{falls}

## What is left

{levels}

## Corruption by corruption

Accuracy of {baseline} training, and by how many points the others exceed it. These differences are not corrected for
how many they are: of a hundred without a cause, about five exclude zero.

{corruptions}
"""


def main() -> None:
    """Write the document, after the file it is made from if asked to."""
    parser = argparse.ArgumentParser(description="Write docs/robustness.md.")
    parser.add_argument("--from-store", action="store_true", help="first write its CSV file from the run store")
    spec = presets.preset("robustness")
    if parser.parse_args().from_store:
        with closing(RunStore.open()) as store:
            write(collect(store, spec), FILE)
    (DOCS / "robustness.md").write_text(document(spec, read(FILE)), encoding="utf-8")


def document(spec: StudySpec, results: Sequence[Result]) -> str:
    """Return the whole text."""
    return TEXT.format(
        coverage=sections.coverage(spec, results),
        baseline=spec.baseline,
        short=robustness.in_short(spec, results),
        falls=robustness.falls(spec, results),
        levels=robustness.levels(spec, results),
        corruptions=robustness.by_corruption(spec, results),
    )


if __name__ == "__main__":
    main()
