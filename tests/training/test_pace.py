"""Learning rates that are halved modality by modality, by what each one's own validation loss does."""

from itertools import accumulate, pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from shapviz.experiment import run
from shapviz.models import build_model
from shapviz.runs.records import Pace
from shapviz.runs.spec import ModelSpec, TrainingSpec
from shapviz.training.optimizers import build_optimizer
from shapviz.training.pace import paces, set_rates
from tests.models import worlds
from tests.training.runs import epochs, records, small

HALVING = small({"name": "joint"}, training={"epochs": 6, "learning_rate": 0.02, "halve_after": 1})


def followed(losses: list[float | None], patience: int) -> list[Pace]:
    """Return the paces of one modality with these losses, epoch by epoch."""
    found: list[dict[str, Pace] | None] = [None]
    for epoch, loss in enumerate(losses):
        found.append(paces(found[-1], None if loss is None else {"bill": loss}, epoch, patience))
    return [each["bill"] for each in found if each]


def test_a_rate_is_halved_after_so_many_epochs_without_a_better_loss_and_then_waits_again() -> None:
    found = followed([3.0, 2.0, 2.5, 2.1, 2.0, 2.2, 1.9, 1.95, 1.9], patience=2)
    assert [pace.halvings for pace in found] == [0, 0, 0, 1, 1, 2, 2, 2, 3]
    assert [pace.best for pace in found] == [3.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.9, 1.9, 1.9]
    assert [pace.since for pace in found] == [0, 1, 1, 3, 3, 5, 6, 6, 8]


def test_nothing_is_decided_while_nobody_looks() -> None:
    found = followed([2.0, None, None, None, 2.1], patience=2)
    assert [pace.halvings for pace in found] == [0, 0, 0, 0, 1]
    assert [pace.loss for pace in found] == [2.0, None, None, None, 2.1]
    assert paces(None, None, epoch=1, patience=1) is None


@given(st.lists(st.floats(0.1, 5), min_size=1, max_size=30), st.integers(1, 5))
def test_the_best_is_the_least_so_far_and_halvings_are_rare(losses: list[float], patience: int) -> None:
    found = followed(losses, patience)
    assert [pace.best for pace in found] == list(accumulate(losses, min))
    assert found[-1].halvings <= (len(losses) - 1) // patience
    assert all(later.halvings - before.halvings in (0, 1) for before, later in pairwise(found))


def test_each_modality_has_its_own_rate_and_what_they_share_keeps_the_first() -> None:
    model = build_model(ModelSpec(head="mlp"), worlds.MODALITIES[:3], worlds.CLASSES, seed=0)
    optimizer = build_optimizer(TrainingSpec(learning_rate=0.8), model)
    halved = {name: Pace(loss=1.0, best=1.0, since=0, halvings=times) for times, name in enumerate(model.modalities)}
    set_rates(optimizer, 0.8, halved)
    rate = {id(parameter): group["lr"] for group in optimizer.param_groups for parameter in group["params"]}
    for name, expected in zip(model.modalities, (0.8, 0.4, 0.2), strict=True):
        assert {rate[id(parameter)] for parameter in model.parameters_of(name)} == {expected}
    assert {rate[id(parameter)] for parameter in model.shared_parameters()} == {0.8}
    assert len(rate) == len(list(model.parameters()))
    set_rates(optimizer, 0.8, None)
    assert {group["lr"] for group in optimizer.param_groups} == {0.8}


@pytest.mark.parametrize("kind", ["adam", "adamw", "sgd"])
def test_grouping_parameters_changes_no_bit(kind: str) -> None:
    spec = TrainingSpec.model_validate({"optimizer": kind, "weight_decay": 0.01})
    grouped, plain = (build_model(ModelSpec(), worlds.MODALITIES[:3], worlds.CLASSES, seed=0).double() for _ in "12")
    optimizers = [build_optimizer(spec, grouped)]
    settings = {
        key: value for key, value in optimizers[0].defaults.items() if key in ("lr", "weight_decay", "momentum")
    }
    optimizers.append(type(optimizers[0])(plain.parameters(), **settings))
    inputs = worlds.tensors(worlds.dataset(worlds.MODALITIES[:3], samples=6))
    for _ in range(3):
        for model, optimizer in zip((grouped, plain), optimizers, strict=True):
            optimizer.zero_grad()
            model(inputs).square().sum().backward()
            optimizer.step()
    assert all(map(torch.equal, grouped.state_dict().values(), plain.state_dict().values()))


def test_a_run_records_own_losses_and_halves_where_they_stall() -> None:
    found = epochs(run(HALVING))
    for last, record in pairwise(found):
        assert last.paces is not None
        assert record.paces is not None
        for name, pace in record.paces.items():
            assert pace.halvings - last.paces[name].halvings == (pace.loss >= last.paces[name].best)
    halvings = {pace.halvings for pace in found[-1].paces.values()}
    assert len(halvings) > 1, "the modalities should stall at different times"


def test_what_is_halved_learns_otherwise_from_then_on() -> None:
    plain = small({"name": "joint"}, training={"epochs": 6, "learning_rate": 0.02})
    with_halving, without = epochs(run(HALVING)), epochs(run(plain))
    first = next(record.epoch for record in with_halving if any(pace.halvings for pace in record.paces.values()))
    losses = [[record.valid_loss for record in found] for found in (with_halving, without)]
    assert losses[0][: first + 1] == losses[1][: first + 1]
    assert losses[0][first + 1] != losses[1][first + 1]
    assert all(record.paces is None for record in without)


def test_patience_that_never_ends_changes_nothing_but_the_record() -> None:
    def learned(patience: int) -> list[object]:
        found = records(run(small({"name": "alternating"}, training={"halve_after": patience})))
        return [record.model_dump(exclude={"paces"}) for record in found]

    assert learned(1000) == learned(0)


def test_epochs_that_valuation_skips_have_no_own_losses() -> None:
    found = epochs(run(small({"name": "joint"}, training={"halve_after": 1}, valuation={"every": 2})))
    seen = [{pace.loss is not None for pace in record.paces.values()} for record in found]
    assert seen == [{True}, {False}, {True}, {True}]
