"""Modalities as labs speak of them."""

from shapviz.data.modality import Modality
from shapviz.runs.robustness import Player


def player(modality: Modality) -> Player:
    """Return what a lab tells of a modality."""
    fields = Player.model_fields.keys()
    return Player(**{field: value for field, value in vars(modality).items() if field in fields})
