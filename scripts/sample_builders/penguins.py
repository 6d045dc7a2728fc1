"""penguins: three species told by bill, body, blood and circumstances, from palmerpenguins."""

import csv
from datetime import date
from pathlib import Path

import numpy as np

from scripts.sample_builders.packages import PENGUINS, fetch
from scripts.sample_builders.product import Product, npz
from shapviz.data.info import DatasetInfo
from shapviz.data.modality import Modality

MEASURED = {
    "bill": ("Culmen Length (mm)", "Culmen Depth (mm)"),
    "body": ("Flipper Length (mm)", "Body Mass (g)"),
    "isotopes": ("Delta 15 N (o/oo)", "Delta 13 C (o/oo)"),
}
ISLANDS = ("Biscoe", "Dream", "Torgersen")
SEASONS = ("PAL0708", "PAL0809", "PAL0910")
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
MODALITIES = (
    Modality("bill", "features", (2,), "mm", "bill length and depth"),
    Modality("body", "features", (2,), "mm, g", "flipper length and body mass"),
    Modality("isotopes", "features", (2,), "‰", "nitrogen-15 and carbon-13 in the blood: what it ate"),
    Modality(
        "context", "features", (8,), "various",
        "island (3), sex (2, both 0 if unknown), clutch complete, day of the first egg, season",
    ),
)  # fmt: skip
Row = dict[str, str]


def build(cache: Path) -> Product:
    """Return the penguins with all six measurements, grouped by nest."""
    raw = fetch(PENGUINS, cache).files["palmerpenguins/data/penguins-raw.csv"].decode()
    needed = [column for columns in MEASURED.values() for column in columns]
    rows = [row for row in csv.DictReader(raw.splitlines()) if all(row[column] != "NA" for column in needed)]
    views = {name: [[float(row[column]) for column in columns] for row in rows] for name, columns in MEASURED.items()}
    views["context"] = [_context(row) for row in rows]
    nests = {_nest(row): number for number, row in enumerate(rows)}
    card = DatasetInfo(
        name="penguins",
        title="Penguins",
        about="Three species and four kinds of measurement, any of which could be left out.",
        modalities=MODALITIES,
        classes=SPECIES,
        samples=len(rows),
        citation="K. B. Gorman, T. D. Williams, W. R. Fraser: Ecological sexual dimorphism and environmental "
        "variability within a community of Antarctic penguins (genus Pygoscelis). PLoS ONE 9(3):e90081, 2014.",
        licence="CC0",
        epochs=60,
        groups="nest",
    )
    arrays = npz(
        **{name: np.array(values, dtype=np.float32) for name, values in views.items()},
        labels=np.array([SPECIES.index(row["Species"].split()[0]) for row in rows], dtype=np.uint8),
        groups=np.array([nests[_nest(row)] for row in rows], dtype=np.uint16),
    )
    return Product(
        cards=(card,),
        arrays={"penguins.npz": arrays},
        packages=(PENGUINS,),
        provenance="`palmerpenguins/data/penguins-raw.csv`: the rows that have all six measurements. A nest is a nest "
        "number within a season; the two adults of a nest are never separated by a split.",
        licence_note="CC0 is stated for the data in the wheel's METADATA; the package's code is MIT.",
    )


def _nest(row: Row) -> tuple[str, str]:
    """Return season and nest number; an individual is called N<nest>A<adult>."""
    return row["studyName"], row["Individual ID"].split("A")[0]


def _context(row: Row) -> list[float]:
    laid = date.fromisoformat(row["Date Egg"])
    return [
        *(float(row["Island"] == island) for island in ISLANDS),
        *(float(row["Sex"] == sex) for sex in ("FEMALE", "MALE")),
        float(row["Clutch Completion"] == "Yes"),
        float((laid - date(laid.year, 11, 1)).days),  # eggs are laid in November and the first days of December
        float(SEASONS.index(row["studyName"])),
    ]
