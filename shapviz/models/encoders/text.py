"""The encoder of short texts."""

import torch
from torch import Tensor, nn

from shapviz.data.modality import PADDING, UNKNOWN


class TextEncoder(nn.Module):
    """(B, words) token numbers to (B, features): the mean of the words' embeddings, then two layers.

    Padding does not count; a text of padding alone has the mean zero.

    Args:
        vocabulary: How many token numbers there are.
        embedding: Width of a word's embedding, and of the hidden layer.
        features: Width of the output.
    """

    def __init__(self, vocabulary: int, embedding: int, features: int) -> None:
        super().__init__()
        self.mean_embedding = nn.EmbeddingBag(vocabulary, embedding, mode="mean", padding_idx=PADDING)
        # where training has no unknown words this row is never learned: better silence than noise
        with torch.no_grad():
            self.mean_embedding.weight[UNKNOWN].zero_()
        self.layers = nn.Sequential(nn.Linear(embedding, embedding), nn.ReLU(), nn.Linear(embedding, features))

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the feature vectors, (B, features)."""
        features: Tensor = self.layers(self.mean_embedding(inputs))
        return features
