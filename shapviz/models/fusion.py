"""A network of several modalities, of which any may be absent."""

from collections.abc import Iterator, Mapping
from typing import cast

import torch
from torch import Tensor, nn

from shapviz.models.heads import Head, module_key
from shapviz.models.prototypes import Prototypes


class FusionModel(nn.Module):
    """Encodes each modality by itself, and mixes them only after absent ones have been taken out.

    So an absent modality cannot reach a logit, whatever its values are, NaN included. The price of all 2^M coalitions
    is one pass of the encoders.

    Args:
        encoders: One for each modality, in the order of the players; each maps its inputs to features (B, D).
        head: Has a slot for each of them.
        prototypes: One for each of them, which stand in for the absent in evaluation mode; None: nothing more does
            than in training.
    """

    def __init__(
        self, encoders: Mapping[str, nn.Module], head: Head, prototypes: Mapping[str, Prototypes] | None = None
    ) -> None:
        super().__init__()
        self.modalities = tuple(encoders)
        assert head.modalities == self.modalities
        self.encoders = nn.ModuleDict({module_key(name): encoder for name, encoder in encoders.items()})
        self.head = head
        self.prototypes = nn.ModuleDict({module_key(name): of for name, of in (prototypes or {}).items()})

    def encode(self, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Return the features (B, D) of each modality that `inputs` has."""
        return {name: self.encoders[module_key(name)](values) for name, values in inputs.items()}

    def contributions(self, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Return what each modality that `inputs` has contributes, (B, W)."""
        return {name: self.head.contribute(name, feature) for name, feature in self.encode(inputs).items()}

    def logits(self, contributions: Mapping[str, Tensor], present: Tensor | None = None) -> Tensor:
        """Return the logits (B, C) of contributions; in evaluation mode absent modalities are imputed, see `impute`.

        Args:
            contributions: (B, W) by modality; modalities that are not in it are absent.
            present: (B, M) bool, columns in the order of `modalities`: who is present, sample by sample; None means
                all that contribute. Leading dimensions broadcast with the samples: (K, 1, M) gives (K, B, C).
        """
        logits = self.head.finish(self.head.combine(contributions, present))
        everybody = present is None and len(contributions) == len(self.modalities)
        imputed = self.prototypes and not self.training and not everybody
        return self.impute(logits, contributions, present) if imputed else logits

    def impute(self, logits: Tensor, contributions: Mapping[str, Tensor], present: Tensor | None = None) -> Tensor:
        """Return the logits (..., B, C) once class prototypes stand in for absent modalities.

        The class is not known, so what stands in is the mean of all classes' prototypes, weighted with the probability
        that those present give them. Where nobody is present, or of a modality without prototypes, nothing is imputed;
        for a class without prototype, what stands in during training does.

        Args:
            logits: (..., B, C) without imputation.
            contributions: As in `logits`.
            present: As in `logits`.
        """
        posterior = logits.softmax(dim=-1)
        contributing = torch.tensor([name in contributions for name in self.modalities], device=logits.device)
        present = contributing if present is None else present & contributing
        anybody = present.any(dim=-1)
        filled, there = {}, []
        for name, here in zip(self.modalities, present.unbind(dim=-1), strict=True):
            prototypes = cast(Prototypes, self.prototypes[module_key(name)])
            usual = self.head.absent(name)
            typical = torch.where(prototypes.seen[:, None], self.head.contribute(name, prototypes.means), usual)
            filled[name] = torch.where(here[..., None], contributions.get(name, usual), posterior @ typical)
            there.append(here | (anybody & prototypes.seen.any()))
        return self.head.finish(self.head.combine(filled, torch.stack(there, dim=-1)))

    def observe(self, features: Mapping[str, Tensor], labels: Tensor) -> None:
        """Let the prototypes, if there are any, follow the features (B, D) of samples of the classes `labels` (B,)."""
        if self.prototypes:
            for name, feature in features.items():
                cast(Prototypes, self.prototypes[module_key(name)]).observe(feature, labels)

    def coalition_logits(self, contributions: Mapping[str, Tensor], coalitions: Tensor) -> Tensor:
        """Return the logits (K, B, C) that each of the coalitions (K, M) gives each sample."""
        return self.logits(contributions, coalitions[:, None, :])

    def forward(self, inputs: Mapping[str, Tensor], present: Tensor | None = None) -> Tensor:
        """Return the logits (B, C) of the inputs; `present` as in `logits`."""
        return self.logits(self.contributions(inputs), present)

    def modules_of(self, name: str) -> tuple[nn.Module, ...]:
        """Return all that belongs to one modality: its encoder, and the head's block for it.

        Its absent token is shared: it is learned while the modality is absent, and so while others are trained.
        """
        return self.encoders[module_key(name)], self.head.slot(name).block

    def parameters_of(self, name: str) -> Iterator[nn.Parameter]:
        """Return the parameters that belong to one modality."""
        for module in self.modules_of(name):
            yield from module.parameters()

    def shared_parameters(self) -> Iterator[nn.Parameter]:
        """Return the parameters that belong to no modality: the head's bias, further layers and absent tokens."""
        owned = {id(parameter) for name in self.modalities for parameter in self.parameters_of(name)}
        return (parameter for parameter in self.parameters() if id(parameter) not in owned)
