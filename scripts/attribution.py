"""Writes docs/attribution.md: `python scripts/attribution.py`.

The document is made from docs/results/attribution*.csv, which travel with it; so anybody can make it again. With
`--measure` the networks are trained and asked anew first, which takes the better part of an hour.
"""

import argparse
from collections.abc import Sequence
from typing import Final

from scripts.report import attributed, attribution
from scripts.report.attributed import Checked, Faithful, Measured
from scripts.results import DOCS
from shapviz.runs.options import Options

FILES: Final[dict[type[Options], str]] = {
    Measured: "attribution.csv",
    Checked: "attribution-checks.csv",
    Faithful: "attribution-truth.csv",
}


def main() -> None:
    """Write the document, after the files it is made from if asked to."""
    parser = argparse.ArgumentParser(description="Write docs/attribution.md.")
    parser.add_argument("--measure", action="store_true", help="first train the networks and ask all methods anew")
    if parser.parse_args().measure:
        export()
    (DOCS / "attribution.md").write_text(document(*found()), encoding="utf-8")


def export() -> None:
    """Measure, and write all files again after every dataset."""
    rows: list[Options] = []
    for row in attributed.measure():
        rows.append(row)
        print(*row.model_dump().values(), flush=True)
        for kind, name in FILES.items():
            attributed.write([each for each in rows if isinstance(each, kind)], kind, DOCS / "results" / name)


def found() -> tuple[Sequence[Measured], Sequence[Checked], Sequence[Faithful]]:
    """Return what the files hold."""
    files = {kind: DOCS / "results" / name for kind, name in FILES.items()}
    return (
        attributed.read(Measured, files[Measured]),
        attributed.read(Checked, files[Checked]),
        attributed.read(Faithful, files[Faithful]),
    )


def document(measured: Sequence[Measured], checked: Sequence[Checked], faithful: Sequence[Faithful]) -> str:
    """Return the whole text."""
    return attribution.text(measured, checked, faithful)


if __name__ == "__main__":
    main()
