"""Networks whose modalities are encoded alone and mixed after the mask. Torch begins here."""

from shapviz.models.batch import Batch, BatchSource
from shapviz.models.build import build_model
from shapviz.models.fusion import FusionModel
from shapviz.models.heads import AdditiveHead, Head, MlpHead, SumHead
from shapviz.models.memory import GatedHead

__all__ = [
    "AdditiveHead",
    "Batch",
    "BatchSource",
    "FusionModel",
    "GatedHead",
    "Head",
    "MlpHead",
    "SumHead",
    "build_model",
]
