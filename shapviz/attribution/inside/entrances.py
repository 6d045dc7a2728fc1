"""How a modality enters a network: as numbers that can be taken out one by one, and along which gradients flow.

Images, series and columns enter as they are; columns that form a picture, row by row. A sound enters as the spectrogram
that its encoder looks at, a text as the embeddings of its words. What is in front of that (a Fourier transform, a
look-up) has no parts that people could see.

What takes the place of a number that is taken out must say as little as possible, and must be something that the
network knows how to hear (docs/method.md has measurements):

- image: the mean colour of the training pictures. The mean picture is no blank: where most have a round yellow face in
  their middle it says "face". Black or white suits pictures on black or white and no others, and a blurred picture
  still says most of what the sharp one does;
- series, features: the mean of the channel or the column in training, which for standardised ones is zero;
- audio: silence. It is what there is where nothing sounds, so no cell that is silent anyway is given anything;
- text: a word that says nothing, with an embedding of zeros, and still counts as a word. All of them out give what a
  text without words does. Were the word taken out of the mean instead, the others would grow louder, and it would be
  credited with what they say; and the token for unknown words says something, since training has seen it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.inside import elements
from shapviz.attribution.inside.elements import Elements
from shapviz.data.dataset import View
from shapviz.data.modality import PADDING, UNKNOWN, Modality
from shapviz.errors import UsageError
from shapviz.models.batch import to_tensor
from shapviz.models.encoders.audio import AudioEncoder
from shapviz.models.encoders.text import TextEncoder
from shapviz.models.heads import module_key
from shapviz.robustness.text import spelling
from shapviz.robustness.words import spelt

BASELINES: Final = {
    "image": "the mean colour of the training pictures",
    "audio": "silence",
    "series": "the channel's mean in training",
    "text": "a word that says nothing",
    "features": "the feature's mean in training",
}
"""What takes the place of an element, by kind of modality, as a phrase..."""

SAMPLED: Final = "the same place in training samples, one after another"
"""...and for methods that sample their baseline."""


@dataclass(frozen=True, eq=False)
class Entrance:
    """One modality of one sample, as it enters a network."""

    values: Tensor  # (*shape)
    baseline: Tensor  # (*shape), of all elements taken out
    background: Tensor  # (K, *shape), of training samples
    contribute: nn.Module  # (B, *shape) to what the head gets of them, (B, W); differentiable
    elements: Elements
    window: tuple[int, ...]  # of the values, that are covered at a time where a window slides over them

    def only(self, present: Tensor) -> Tensor:
        """Return inputs (B, *shape) with these elements (B, E) as they are and the others at their baselines."""
        return torch.where(self.elements.masks(present), self.values, self.baseline)


def entrance(explainer: Explainer, modality: Modality, row: int, *, fine: bool) -> Entrance:
    """Return how a modality of a sample enters the network of an explainer.

    Args:
        explainer: Whose network and data.
        modality: One of the dataset's.
        row: Of the dataset.
        fine: Whether elements are as fine as people can point at, or as few as coalitions allow.

    Raises:
        UsageError: If it is a text without words.
    """
    view, written = explainer.dataset.views[modality.name], explainer.dataset.as_written(modality.name)[row]
    sample, background = view[row], view[explainer.background_rows]
    if modality.kind == "text":
        there = sample != PADDING
        if not there.any():
            raise UsageError(
                f"'{modality.name}' of row {row} has no words.", remedy="Choose another sample, or another modality."
            )
        sample, background, written = sample[there], background[:, there], written[there]
    see, look = _steps(explainer.model.encoders[module_key(modality.name)])
    if modality.grid is not None:
        see, look = _folded(modality.grid), nn.Sequential(nn.Flatten(), look)
    values = see(_tensor(sample[None]))[0]
    return Entrance(
        values=values,
        baseline=_baseline(modality, view, explainer.splits.train).expand_as(values),
        background=see(_tensor(background)),
        contribute=nn.Sequential(look, explainer.model.head.slot(modality.name)),
        elements=_elements(modality, sample, written, values, fine=fine),
        window=elements.window(modality, tuple(values.shape)),
    )


def _steps(encoder: nn.Module) -> tuple[Callable[[Tensor], Tensor], nn.Module]:
    """Return an encoder in two steps: to numbers with parts that people can see, and from there to features."""
    match encoder:
        case AudioEncoder():
            return lambda waveforms: encoder.picture(waveforms).unsqueeze(1), encoder.look
        case TextEncoder():
            return _embedding(encoder.mean_embedding.weight), nn.Sequential(_Mean(), encoder.project)
        case nn.Sequential():
            first, *after = encoder.children()
            see, look = _steps(first)
            return see, nn.Sequential(look, *after)
        case _:
            return lambda values: values, encoder


def _folded(grid: tuple[int, int]) -> Callable[[Tensor], Tensor]:
    return lambda values: values.reshape(-1, *grid)


class _Mean(nn.Module):
    """The mean of a text's words (B, words, E): of padding, which a bag of embeddings passes over, there is none."""

    def forward(self, words: Tensor) -> Tensor:
        return words.mean(dim=1)


def _embedding(weight: Tensor) -> Callable[[Tensor], Tensor]:
    def embed(tokens: Tensor) -> Tensor:
        return functional.embedding(tokens, weight) * (tokens != PADDING).unsqueeze(-1)

    return embed


def _baseline(modality: Modality, view: View, train: NDArray[np.int64]) -> Tensor:
    match modality.kind:
        case "features":
            return _tensor(view[train].mean(axis=0, dtype=np.float64)).reshape(modality.grid or modality.shape)
        case "image":
            return _tensor(view[train].mean(axis=(0, 2, 3), dtype=np.float64)[:, None, None])
        case "series":
            return _tensor(view[train].mean(axis=(0, 2), dtype=np.float64)[:, None])
        case "audio" | "text":
            return torch.zeros((), dtype=torch.float64)


def _elements(modality: Modality, sample: View, written: View, values: Tensor, *, fine: bool) -> Elements:
    if modality.kind != "text":
        return elements.tiles(modality, fine=fine)
    known = spelling(modality)
    unknown = tuple(np.flatnonzero(sample == UNKNOWN).tolist())
    return elements.words(tuple(spelt(int(token), known) for token in written), values.shape[-1], unknown)


def _tensor(values: View) -> Tensor:
    return to_tensor(values, torch.device("cpu"), torch.float64)
