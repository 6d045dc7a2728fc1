import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import expit
from torch import Tensor

from shapviz.models import FusionModel, GatedHead
from tests.models import worlds

MODALITIES = tuple(worlds.features(name) for name in ("one", "two", "three", "four"))
NAMES = tuple(modality.name for modality in MODALITIES)
SAMPLES = 5


def remembering(absence: str = "zero") -> tuple[FusionModel, GatedHead]:
    model = worlds.model(MODALITIES, head="gated", absence=absence)
    assert isinstance(model.head, GatedHead)
    return model, model.head


@pytest.fixture(scope="module")
def inputs() -> dict[str, Tensor]:
    return worlds.tensors(worlds.dataset(MODALITIES, samples=SAMPLES))


def by_hand(head: GatedHead, contributions: list[Tensor]) -> NDArray[np.float64]:
    """Return the logits after these contributions, by the equations of a gated recurrent unit."""
    weights = {name: values.detach().numpy() for name, values in head.state_dict().items()}
    state = np.zeros((SAMPLES, len(weights["cell.weight_hh"][0])))
    for contribution in contributions:
        new, old = (
            np.split(values @ weights[f"cell.weight_{kind}"].T + weights[f"cell.bias_{kind}"], 3, axis=1)
            for kind, values in (("ih", contribution.numpy()), ("hh", state))
        )
        reset, keep = expit(new[0] + old[0]), expit(new[1] + old[1])
        state = (1 - keep) * np.tanh(new[2] + reset * old[2]) + keep * state
    return state @ weights["output.weight"].T + weights["output.bias"]


@settings(max_examples=30)
@given(st.permutations(NAMES), st.sets(st.sampled_from(NAMES)))
@torch.no_grad()
def test_the_present_update_the_state_in_the_order_of_turns_and_the_absent_are_passed_over(
    order: list[str], present: set[str]
) -> None:
    model, head = remembering()
    head.arrange(order)
    contributions = model.contributions(worlds.tensors(worlds.dataset(MODALITIES, samples=SAMPLES)))
    who = torch.tensor([name in present for name in NAMES]).expand(SAMPLES, -1)
    expected = by_hand(head, [contributions[name] for name in order if name in present])
    np.testing.assert_allclose(model.logits(contributions, who), expected, atol=1e-12)


@torch.no_grad()
def test_a_learned_token_passes_through_the_memory_in_the_place_of_the_absent(inputs: dict[str, Tensor]) -> None:
    model, head = remembering(absence="learned")
    head.arrange(["two", "one", "four", "three"])
    contributions = model.contributions({name: inputs[name] for name in ("one", "three")})
    tokens = {name: head.absent(name).expand(SAMPLES, -1) for name in ("two", "four")}
    expected = by_hand(head, [tokens["two"], contributions["one"], tokens["four"], contributions["three"]])
    np.testing.assert_allclose(model.logits(contributions), expected, atol=1e-12)


@torch.no_grad()
def test_the_order_matters(inputs: dict[str, Tensor]) -> None:
    model, head = remembering()
    logits = []
    for order in (NAMES, NAMES[::-1]):
        head.arrange(order)
        logits.append(model(inputs))
    assert not torch.allclose(*logits)


def test_who_has_no_turn_or_several_is_remembered_once() -> None:
    _, head = remembering()
    head.arrange(["three", "one", "three"])
    assert head.sequence == ("three", "one", "two", "four")


def test_a_checkpoint_holds_the_order() -> None:
    (model, head), (_, other) = remembering(), remembering()
    head.arrange(["three", "one", "four", "two"])
    other.load_state_dict(model.head.state_dict())
    assert other.sequence == ("three", "one", "four", "two")
