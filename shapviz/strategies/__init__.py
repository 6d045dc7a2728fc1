"""Training strategies: who learns when, and from which loss."""

from typing import Any

from shapviz.runs.options import Alternating, Joint, JointUnimodal, ModalityDropout, Options, Unimodal
from shapviz.strategies.alignment import Alignment
from shapviz.strategies.alternating import AlternatingStrategy
from shapviz.strategies.base import Learner, Losses, Step, Strategy
from shapviz.strategies.joint import JointStrategy
from shapviz.strategies.joint_unimodal import JointUnimodalStrategy
from shapviz.strategies.modality_dropout import ModalityDropoutStrategy
from shapviz.strategies.unimodal import UnimodalStrategy

STRATEGIES: dict[type[Options], type[Strategy[Any]]] = {
    Joint: JointStrategy,
    JointUnimodal: JointUnimodalStrategy,
    ModalityDropout: ModalityDropoutStrategy,
    Unimodal: UnimodalStrategy,
    Alternating: AlternatingStrategy,
}
"""The code that trains, by the class of its options."""

__all__ = ["STRATEGIES", "Alignment", "Learner", "Losses", "Step", "Strategy"]
