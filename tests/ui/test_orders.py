"""What a person chooses as an order, and what a specification says, are the same thing."""

import pytest

from shapviz.runs.options import STRATEGY_OPTIONS, Alternating, Joint, ModalityDropout
from shapviz.ui.orders import CHOICES, chosen

MODALITIES = ("hare", "fox")


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("now", [member() for member in STRATEGY_OPTIONS.values()], ids=lambda now: now.name)
def test_what_was_chosen_is_found_again_in_the_strategy(name: str, now) -> None:
    assert chosen(CHOICES[name].strategy(now, MODALITIES)) == name


@pytest.mark.parametrize("strategy", STRATEGY_OPTIONS)
def test_every_strategy_can_be_chosen(strategy: str) -> None:
    made = {choice.strategy(Joint(), MODALITIES).name for choice in CHOICES.values()}
    assert strategy in made


def test_another_order_keeps_the_options_of_turns() -> None:
    now = Alternating(loss="full", budget="guided", power=2)
    assert CHOICES["random"].strategy(now, MODALITIES) == now.model_copy(update={"order": "random"})


def test_your_own_order_begins_as_that_of_the_dataset() -> None:
    own = CHOICES["own"].strategy(Joint(), MODALITIES)
    assert isinstance(own, Alternating)
    assert own.sequence == MODALITIES
    assert CHOICES["weak_first"].strategy(own, MODALITIES) == Alternating()


def test_choosing_a_baseline_again_keeps_its_options() -> None:
    now = ModalityDropout(rate=0.7)
    assert CHOICES["modality_dropout"].strategy(now, MODALITIES) == now
