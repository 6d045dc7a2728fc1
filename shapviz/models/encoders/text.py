"""The encoder of short texts."""

import torch
from torch import Tensor, nn

from shapviz.data.modality import PADDING, UNKNOWN

INITIAL_SCALE = 0.1  # of embeddings, as a standard deviation


class TextEncoder(nn.Module):
    """(B, words) token numbers to (B, features): a linear map of the mean of the words' embeddings.

    Padding does not count; a text of padding alone has the mean zero. A hidden layer was tried and left out: on the few
    thousand short texts that ship it only overfits faster.

    Args:
        vocabulary: How many token numbers there are.
        embedding: Width of a word's embedding.
        features: Width of the output.
    """

    def __init__(self, vocabulary: int, embedding: int, features: int) -> None:
        super().__init__()
        self.mean_embedding = nn.EmbeddingBag(vocabulary, embedding, mode="mean", padding_idx=PADDING)
        self.project = nn.Linear(embedding, features)
        with torch.no_grad():
            # a word that training has hardly seen should say little, rather than what chance gave it...
            self.mean_embedding.weight.mul_(INITIAL_SCALE)
            # ...and where training has no unknown words, an unknown word nothing at all
            self.mean_embedding.weight[UNKNOWN].zero_()

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the feature vectors, (B, features)."""
        features: Tensor = self.project(self.mean_embedding(inputs))
        return features
