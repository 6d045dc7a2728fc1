"""Writes docs/corruptions.md and its pictures: `python scripts/corruption_report.py`.

The document is made from docs/results/corruptions.jsonl, a line for each corruption of each modality of each dataset,
which travels with it. With --measure this file is written first, which takes some minutes: networks are trained.
"""

import argparse
from pathlib import Path

from scripts.report import corruption_sections as sections
from scripts.report import monotony, sheets

DOCS = Path(__file__).parents[1] / "docs"
MEASURED = DOCS / "results" / "corruptions.jsonl"
SEEDS = (10, 11, 12)  # none by which levels were set: those were 0, 1 and 2


def main() -> None:
    """Write the document, after the file it is made from if asked to."""
    parser = argparse.ArgumentParser(description="Write docs/corruptions.md and its pictures.")
    parser.add_argument("--measure", action="store_true", help="first train networks and corrupt what they see")
    if parser.parse_args().measure:
        monotony.write(monotony.measure(SEEDS), MEASURED)
    (DOCS / "corruptions.md").write_text(sections.document(monotony.read(MEASURED)), encoding="utf-8")
    for kind in sheets.SHOWN:
        (DOCS / "images" / f"corruptions-{kind}.svg").write_text(sheets.sheet(kind), encoding="utf-8")


if __name__ == "__main__":
    main()
