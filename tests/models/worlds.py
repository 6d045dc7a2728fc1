"""Small worlds for tests of models and valuation: one modality of each kind, and datasets and models of them."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from shapviz.data.dataset import MultimodalDataset
from shapviz.data.modality import Modality
from shapviz.models import FusionModel, build_model
from shapviz.runs.spec import ModelSpec

MODALITIES = (
    Modality("bill", "features", (5,), "mm", "five numbers"),
    Modality("drawing", "image", (3, 8, 8), "brightness", "a picture"),
    Modality("accel", "series", (2, 12), "g", "two channels over time"),
    Modality("words", "text", (4,), "words", "four words", vocabulary=9),
    Modality("body", "features", (3,), "g", "three numbers"),
    Modality("voice", "audio", (90,), "1", "a short sound", rate=1000),
    Modality("photo", "image", (1, 5, 7), "brightness", "an odd picture"),
)
CLASSES = 4
HEADS = ("additive", "mlp", "gated")
ABSENCES = ("zero", "learned")


def dataset(modalities: Sequence[Modality] = MODALITIES, *, samples: int = 40, seed: int = 0) -> MultimodalDataset:
    """Return random samples of these modalities."""
    rng = np.random.default_rng(seed)
    views = {modality.name: _values(modality, samples, rng) for modality in modalities}
    labels = rng.integers(CLASSES, size=samples)
    return MultimodalDataset("world", tuple(modalities), views, labels, tuple("abcd"))


def model(
    modalities: Sequence[Modality] = MODALITIES,
    *,
    head: str = "additive",
    absence: str = "zero",
    prototypes: bool = False,
    seed: int = 0,
) -> FusionModel:
    """Return a model in evaluation mode and double precision, in which no parameter is zero.

    If it has prototypes, those of the first modality lack a class; a memory takes the last modality first.
    """
    spec = ModelSpec.model_validate({"head": head, "absence": absence, "prototypes": prototypes})
    built = build_model(spec, modalities, CLASSES, seed).double().eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in built.parameters():
            parameter += 0.3 * torch.randn(parameter.shape, generator=generator, dtype=parameter.dtype)
    built.head.arrange([modality.name for modality in reversed(modalities)])
    for place, of in enumerate(built.prototypes.values()):
        labels = torch.arange(CLASSES)[place == 0 :]
        of.observe(torch.randn(len(labels), of.means.shape[1], generator=generator, dtype=torch.float64), labels)
    return built


def features(name: str, columns: int = 3) -> Modality:
    """Return a modality of feature vectors."""
    return Modality(name, "features", (columns,), "1", "numbers")


def tensors(world: MultimodalDataset) -> dict[str, Tensor]:
    """Return all views as a model in double precision takes them."""
    return {
        name: torch.from_numpy(view) if view.dtype == np.int64 else torch.from_numpy(view).double()
        for name, view in world.views.items()
    }


def _values(modality: Modality, samples: int, rng: np.random.Generator) -> np.ndarray:
    shape = (samples, *modality.shape)
    match modality.kind:
        case "text":
            return rng.integers(modality.vocabulary, size=shape)
        case "image":
            return rng.random(shape, dtype=np.float32)
        case "audio":
            return rng.uniform(-1, 1, size=shape).astype(np.float32)
        case _:
            return rng.standard_normal(shape, dtype=np.float32)
