"""From the description of a network to the network."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from shapviz.data.modality import Modality
from shapviz.models.encoders.audio import AudioEncoder
from shapviz.models.encoders.image import ImageEncoder
from shapviz.models.encoders.mlp import MlpEncoder
from shapviz.models.encoders.series import SeriesEncoder
from shapviz.models.encoders.text import TextEncoder
from shapviz.models.fusion import FusionModel
from shapviz.models.heads import AdditiveHead, Head, MlpHead, Slot
from shapviz.models.memory import GatedHead
from shapviz.models.prototypes import Prototypes
from shapviz.runs.spec import ModelSpec


@dataclass(frozen=True)
class Widths:
    """How wide the layers of a network are."""

    features: int  # of every encoder's output
    mlp: tuple[int, ...]
    image: tuple[int, ...]
    series: tuple[int, ...]
    embedding: int
    hidden: int  # of a head's state, if that is not the logits


WIDTHS = {
    "tiny": Widths(features=32, mlp=(64, 64), image=(16, 32, 64), series=(32, 32, 64), embedding=64, hidden=64),
    "medium": Widths(
        features=64, mlp=(256, 256, 256), image=(32, 64, 128), series=(64, 64, 128), embedding=256, hidden=128
    ),
}


def build_model(spec: ModelSpec, modalities: Sequence[Modality], classes: int, seed: int) -> FusionModel:
    """Return a network with initial weights.

    Each modality's weights are drawn from a stream of their own, named by the seed and the modality. So an encoder
    starts from the same weights alone or in company, and whatever the order. The global random state is left as it was.

    Args:
        spec: Head, size, and what stands in for absent modalities.
        modalities: In the order of the players.
        classes: How many logits there are.
        seed: Of the initial weights.
    """
    widths = WIDTHS[spec.size]
    width = classes if spec.head == "additive" else widths.hidden
    encoders: dict[str, nn.Module] = {}
    slots = {}
    for modality in modalities:
        with _seeded(seed, modality.name):
            encoders[modality.name] = _encoder(modality, widths)
            slots[modality.name] = Slot(widths.features, width, learned=spec.absence == "learned")
        if spec.mapping:
            encoders[modality.name] = nn.Sequential(encoders[modality.name], _mapping(widths.features))
    with _seeded(seed, ""):
        head = _head(spec, slots, width, classes)
    prototypes = {modality.name: Prototypes(classes, widths.features) for modality in modalities if spec.prototypes}
    return FusionModel(encoders, head, prototypes)


def _head(spec: ModelSpec, slots: Mapping[str, Slot], width: int, classes: int) -> Head:
    """Return the head of slots for contributions of that width."""
    match spec.head:
        case "additive":
            return AdditiveHead(slots, classes)
        case "mlp":
            return MlpHead(slots, width, classes)
        case "gated":
            return GatedHead(slots, width, classes)


def _encoder(modality: Modality, widths: Widths) -> nn.Module:
    """Return the encoder that suits a modality's kind."""
    match modality.kind:
        case "features":
            return MlpEncoder(modality.shape[0], widths.mlp, widths.features)
        case "image":
            return ImageEncoder(modality.shape, widths.image, widths.features)
        case "audio":
            assert modality.rate is not None
            return AudioEncoder(modality.shape[0], modality.rate, widths.image, widths.features)
        case "series":
            return SeriesEncoder(modality.shape[0], widths.series, widths.features)
        case "text":
            assert modality.vocabulary is not None
            return TextEncoder(modality.vocabulary, widths.embedding, widths.features)


def _mapping(width: int) -> nn.Linear:
    """Return a linear map from a modality's own space of features into the one that all share.

    It starts as the identity, so that a network begins as it would without maps. It belongs to its modality like the
    encoder that it follows.
    """
    mapping = nn.Linear(width, width, bias=False)
    nn.init.eye_(mapping.weight)
    return mapping


@contextmanager
def _seeded(seed: int, name: str) -> Iterator[None]:
    """Draw initial weights from the stream of this seed and name, and leave the global stream where it was."""
    state = np.random.SeedSequence([seed, *name.encode()]).generate_state(1, np.uint64)
    with torch.random.fork_rng(devices=[]):  # weights are drawn on the CPU
        torch.default_generator.manual_seed(int(state[0]))
        yield
