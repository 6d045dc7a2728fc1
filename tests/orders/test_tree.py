"""Orders that share their beginning come to what each would have come to alone, bit for bit."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import load

from shapviz.models import BatchSource, FusionModel
from shapviz.orders import tree
from shapviz.runs import checkpoints
from shapviz.runs.records import Progress
from shapviz.runs.spec import RunSpec
from tests.orders.beginnings import AT, THREE, begun, three

INHERIT = {"name": "alternating", "loss": "inherit"}
SPECS = {
    "inherit": three(INHERIT),
    "guided budgets, mlp head": three(INHERIT | {"budget": "guided"}, model={"head": "mlp"}),
    "a memory, which minds the whole order": three(INHERIT, model={"head": "gated"}),
    "after joint training": three(),
}


def weights(model: FusionModel, source: BatchSource) -> NDArray[np.float32]:
    """Return all numbers of a network, in place of what it gets right."""
    return flat(model.state_dict())


def flat(state: dict[str, torch.Tensor]) -> NDArray[np.float32]:
    return torch.cat([state[name].flatten().float() for name in sorted(state)]).numpy()


@pytest.mark.parametrize("longer", [1, 2])
@pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
def test_each_leaf_is_bit_for_bit_a_fork_with_that_fixed_order(
    spec: RunSpec, longer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beginning = begun(tmp_path, spec)
    ordering = beginning.ask(epochs=longer)
    grown = beginning.tree(ordering)
    monkeypatch.setattr(tree, "rightness", weights)
    leaves: tree.Leaves = {}
    list(grown.grow(leaves))
    assert set(leaves) == set(permutations(THREE))
    for order, found in leaves.items():
        name, _ = beginning.fork(ordering, order)
        tensors = load(beginning.artifacts.read(name, checkpoints.checkpoint_name(AT + longer)))
        alone = {key.removeprefix("model."): value for key, value in tensors.items() if key.startswith("model.")}
        np.testing.assert_array_equal(found, flat(alone))
    assert len({found.tobytes() for found in leaves.values()}) == len(leaves), "every order ends elsewhere"


TURN = 4  # batches that one modality's turn has: 197 samples, 64 at a time


def test_orders_that_begin_alike_share_their_turns(tmp_path: Path) -> None:
    beginning = begun(tmp_path, SPECS["inherit"])
    grown = beginning.tree(beginning.ask())
    batches = sum(isinstance(event, Progress) for event in grown.grow({}))
    assert batches == grown.batches == 15 * TURN, "3 first turns, 6 second and 6 last ones, instead of 6 of each"


def test_a_head_that_minds_the_order_shares_nothing(tmp_path: Path) -> None:
    beginning = begun(tmp_path, SPECS["a memory, which minds the whole order"])
    grown = beginning.tree(beginning.ask())
    batches = sum(isinstance(event, Progress) for event in grown.grow({}))
    assert batches == grown.batches == 18 * TURN


def test_growing_leaves_the_root_as_it_was(tmp_path: Path) -> None:
    beginning = begun(tmp_path, SPECS["inherit"])
    grown = beginning.tree(beginning.ask())
    model = grown.training.strategy.learner.model
    before = flat(model.state_dict())
    list(grown.grow({}))
    np.testing.assert_array_equal(flat(model.state_dict()), before)


def test_other_shuffles_are_other_batches_for_all_orders_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beginning = begun(tmp_path, SPECS["inherit"])
    grown = beginning.tree(beginning.ask())
    monkeypatch.setattr(tree, "rightness", weights)
    found: list[tree.Leaves] = [{}, {}, {}]
    for leaves, number in zip(found, (0, 1, 1), strict=True):
        list(grown.shuffled(number).grow(leaves))
    own, other, again = (np.stack(list(leaves.values())) for leaves in found)
    np.testing.assert_array_equal(other, again)
    assert not (own == other).all(axis=1).any()
