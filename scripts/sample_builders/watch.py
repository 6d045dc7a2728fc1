"""watch: shoulder exercises felt by a smart watch's two sensors, from seglearn."""

import io
from pathlib import Path

import numpy as np

from scripts.sample_builders.packages import WATCH, fetch
from scripts.sample_builders.product import Product, npz
from shapviz.data.info import DatasetInfo
from shapviz.data.modality import Modality

WINDOW = 128  # samples at 50 Hz: 2.56 seconds
MODALITIES = (
    Modality("accel", "series", (3, WINDOW), "g", "acceleration along x, y, z; 128 samples at 50 Hz"),
    Modality("gyro", "series", (3, WINDOW), "rad/s", "turning rate about x, y, z; 128 samples at 50 Hz"),
)
EXERCISES = {
    "PEN": "pendulum",
    "ABD": "abduction",
    "FEL": "forward elevation",
    "IR": "internal rotation",
    "ER": "external rotation",
    "TRAP": "trapezius extension",
    "ROW": "upright row",
}


def build(cache: Path) -> Product:
    """Return windows of two sensors, grouped by the subject who wore the watch."""
    files = fetch(WATCH, cache).files
    # a pickle: the archive's digest was checked, and only plain arrays leave this function
    recorded = np.load(io.BytesIO(files["seglearn/data/watch_dataset.npy"]), allow_pickle=True).item()
    assert recorded["y_labels"] == list(EXERCISES)
    assert recorded["X_labels"] == ["ax", "ay", "az", "wx", "wy", "wz"]
    counts = [len(recording) // WINDOW for recording in recorded["X"]]
    windows = np.concatenate(
        [
            recording[: count * WINDOW].reshape(count, WINDOW, 6).transpose(0, 2, 1)
            for recording, count in zip(recorded["X"], counts, strict=True)
        ]
    ).astype(np.float16)
    card = DatasetInfo(
        name="watch",
        title="Watch",
        about="Seven shoulder exercises felt by a watch; tested on people it has never met.",
        modalities=MODALITIES,
        classes=tuple(EXERCISES.values()),
        samples=len(windows),
        citation="D. M. Burns, N. Leung, M. Hardisty, C. M. Whyne, P. Henry, S. McLachlin: Shoulder physiotherapy "
        "exercise recognition: machine learning the inertial signals from a smartwatch. arXiv:1802.01489, 2018.",
        licence="BSD 3-Clause",
        epochs=20,
        groups="subject",
        fractions=(0.5, 0.2, 0.3),
    )
    arrays = npz(
        accel=windows[:, :3],
        gyro=windows[:, 3:],
        labels=np.repeat(recorded["y"], counts).astype(np.uint8),
        groups=np.repeat(recorded["subject"], counts).astype(np.uint8),
    )
    return Product(
        cards=(card,),
        arrays={"watch.npz": arrays, "licences/seglearn.txt": files["seglearn-1.2.5.dist-info/LICENSE"]},
        packages=(WATCH,),
        provenance="`seglearn/data/watch_dataset.npy`: 140 recordings of 10 subjects, 7 exercises and both arms were "
        f"cut into windows of {WINDOW} samples without overlap (the rest at the end dropped), in half precision. The "
        "package does not name units; at rest the first sensor's norm is 1, so it counts in g, and the second fits "
        "rad/s.",
        licence_note="The BSD 3-Clause licence was read in the wheel; it covers the package, which holds the data.",
    )
