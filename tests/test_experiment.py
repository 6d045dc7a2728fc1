"""A run as whoever iterates over it sees it."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from shapviz.data import catalog
from shapviz.errors import SpecError, TrainingError, UnknownNameError
from shapviz.experiment import run
from shapviz.models import FusionModel
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.options import STRATEGY_OPTIONS
from shapviz.runs.records import DiagnosisRecord, EpochRecord, Event, FinalRecord, Progress
from shapviz.runs.spec import RunSpec
from tests.training.runs import epochs, records, small

every_strategy = pytest.mark.parametrize("strategy", STRATEGY_OPTIONS)


@cache
def events_of(strategy: str) -> tuple[Event, ...]:
    """Return all that happens in a small run, trained once for all tests."""
    return tuple(run(small({"name": strategy})))


def passes_and_batches(spec: RunSpec) -> tuple[int, int, int]:
    """Return N of the training split, batches of a pass over it, and M."""
    dataset, splits = catalog.load(spec.dataset, spec.seed)
    rows = len(splits.train)
    return rows, -(-rows // spec.training.batch_size), len(dataset.modalities)


@every_strategy
def test_epochs_come_in_order_then_the_test_split(strategy: str) -> None:
    found = records(events_of(strategy))
    assert [record.epoch for record in found] == [0, 1, 2, 3, 3]
    assert isinstance(found[-1], FinalRecord)
    assert found[0].turns == ()
    assert all(record.turns for record in found[1:-1])


@every_strategy
def test_progress_rises_to_the_end_of_every_epoch(strategy: str) -> None:
    fractions: dict[int, list[float]] = {}
    for event in events_of(strategy):
        if isinstance(event, Progress):
            fractions.setdefault(event.epoch, []).append(event.fraction)
        elif isinstance(event, EpochRecord) and event.epoch:
            assert fractions[event.epoch][-1] == 1
    assert list(fractions) == [1, 2, 3]
    assert all(values == sorted(set(values)) for values in fractions.values())


@every_strategy
def test_every_strategy_makes_equally_many_encoder_passes(strategy: str) -> None:
    samples, batches, players = passes_and_batches(small({"name": strategy}))
    last = epochs(events_of(strategy))[-1]
    assert last.encoder_passes == 3 * samples * players
    assert last.head_updates == 3 * batches * (players if strategy == "alternating" else 1)


def test_a_guided_budget_makes_as_many_steps_as_an_equal_one() -> None:
    equal, guided = (epochs(run(small({"name": "alternating", "budget": budget}))) for budget in ("equal", "guided"))
    assert [record.head_updates for record in guided] == [record.head_updates for record in equal]
    assert len({turn.end - turn.start for turn in guided[-1].turns}) > 1


@every_strategy
def test_the_same_spec_gives_the_same_record_whatever_the_global_seeds(strategy: str) -> None:
    once = records(events_of(strategy))
    torch.manual_seed(2)
    before = torch.get_rng_state()
    assert records(run(small({"name": strategy}))) == once
    assert torch.equal(torch.get_rng_state(), before), "a run must not touch the global generator"


def test_another_seed_gives_another_record() -> None:
    assert records(run(small(seed=1))) != records(run(small(seed=2)))


@every_strategy
def test_what_was_planned_is_what_happened_and_leaves_gradients_to_see(strategy: str) -> None:
    found = epochs(events_of(strategy))
    for last, record in pairwise(found):
        assert tuple(turn.model_copy(update={"gradient_norm": {}}) for turn in record.turns) == last.next_turns
        for turn in record.turns:
            assert set(turn.gradient_norm) == set(turn.modalities)
            assert min(turn.gradient_norm.values()) > 0
    assert found[-1].next_turns == ()


@pytest.mark.parametrize("payoff", ["accuracy", "probability", "log_likelihood"])
def test_accuracies_stand_beside_a_valuation_of_any_payoff(payoff: str) -> None:
    *_, last, final = records(run(small(valuation={"payoff": payoff})))
    for record in (last, final):
        assert record.accuracy is not None
        assert record.valuation is not None
        assert record.valuation.payoff == payoff
        assert len(record.accuracy) == len(record.valuation.worth) == 2**4
        assert (record.accuracy == record.valuation.worth) == (payoff == "accuracy")


def test_joint_training_learns() -> None:
    first, *_, last = epochs(run(small()))
    assert first.valid_loss is not None
    assert last.valid_loss is not None
    assert last.valid_loss < 0.7 * first.valid_loss
    assert last.train_loss is not None
    assert first.train_loss is None


@every_strategy
def test_epochs_that_valuation_skips_say_so_and_the_last_is_never_skipped(strategy: str) -> None:
    found = epochs(run(small({"name": strategy}, valuation={"every": 2})))
    assert [record.valuation is not None for record in found] == [True, False, True, True]
    for record in found:
        assert (record.accuracy is None) == (record.valid_loss is None) == (record.valuation is None)


def test_looking_seldom_changes_nothing_about_what_is_learned() -> None:
    often, seldom = (records(run(small(valuation={"every": every})))[-1] for every in (1, 3))
    assert often == seldom


def test_own_losses_of_no_weight_are_joint_training_bit_for_bit() -> None:
    def without_words(strategy: dict[str, object]) -> list[object]:
        return [record.model_dump(exclude={"next_turns", "turns"}) for record in records(run(small(strategy)))]

    assert without_words({"name": "joint_unimodal", "weight": 0}) == without_words({"name": "joint"})


@pytest.mark.parametrize("precision", ["bf16-mixed", "64-true"])
@pytest.mark.parametrize("strategy", ["joint", "alternating"])
def test_other_precisions_train_as_well(precision: str, strategy: str) -> None:
    spec = small({"name": strategy}, training={"epochs": 1})
    exact = records(run(spec))[-1]
    other = records(run(spec.model_copy(update={"device": spec.device.model_copy(update={"precision": precision})})))[
        -1
    ]
    np.testing.assert_allclose(other.accuracy, exact.accuracy, atol=0.1)


def test_a_loss_that_is_not_finite_ends_the_run_and_names_place_and_remedy() -> None:
    spec = small({"name": "alternating"}, training={"optimizer": "sgd", "learning_rate": 10.0})
    with pytest.raises(
        TrainingError, match=r"in epoch \d, batch \d+ of the turn of \w+, with .* 'alternating'"
    ) as caught:
        list(run(spec))
    assert "Lower the learning rate (now 10)" in caught.value.remedy


def test_what_the_dataset_does_not_have_is_refused_before_anything_is_trained() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'penguins'"):
        next(run(small(dataset="pengins")))
    with pytest.raises(SpecError):
        next(run(small({"name": "alternating", "order": "fixed", "sequence": ["music"]})))


@cache
def probed(strategy: str = "joint") -> tuple[Event, ...]:
    """Return all that happens in a small run with probes."""
    return tuple(run(small({"name": strategy}, probes=True)))


def test_probes_end_a_run_with_a_diagnosis_and_change_nothing_before() -> None:
    *before, diagnosis = records(probed())
    assert before == records(events_of("joint"))
    assert isinstance(diagnosis, DiagnosisRecord)
    last = epochs(probed())[-1]
    assert diagnosis.epoch == last.epoch
    assert last.valuation is not None
    assert diagnosis.game == last.valuation
    assert tuple(diagnosis.evidence) == last.valuation.players
    assert len(diagnosis.pairs) == 6


def test_a_diagnosis_compares_with_the_very_networks_that_unimodal_training_makes() -> None:
    diagnosis = records(probed())[-1]
    assert isinstance(diagnosis, DiagnosisRecord)
    assert diagnosis.ensemble == epochs(events_of("unimodal"))[-1].valuation


def test_unimodal_training_is_in_every_respect_like_itself() -> None:
    diagnosis = records(probed("unimodal"))[-1]
    assert isinstance(diagnosis, DiagnosisRecord)
    assert {evidence.starvation.estimate for evidence in diagnosis.evidence.values()} == {0}
    assert diagnosis.targets["ensemble"].edm is not None
    assert diagnosis.targets["ensemble"].edm.estimate == 0


def test_probing_says_how_far_it_is_and_costs_one_run_of_the_encoders() -> None:
    told = [event for event in probed() if isinstance(event, Progress) and event.doing == "probing"]
    fractions = [event.fraction for event in told]
    assert fractions == sorted(set(fractions))
    assert fractions[-1] == 1
    assert {event.epoch for event in told} == {3}
    trained = [event for event in probed() if isinstance(event, Progress) and event.doing == "training"]
    assert len(told) == len(trained)


def test_a_run_that_is_killed_while_it_probes_ends_with_the_same_diagnosis(tmp_path: Path) -> None:
    artifacts = ArtifactStore.open(str(tmp_path))
    spec = small({"name": "joint"}, probes=True)
    for event in run(spec, artifacts=artifacts):
        if isinstance(event, Progress) and event.doing == "probing":
            break
    assert records(run(spec, artifacts=artifacts)) == records(probed())[-3:]


def test_the_next_run_of_another_strategy_needs_no_training_of_its_own_to_be_diagnosed_alike() -> None:
    known: dict[str, FusionModel] = {}
    assert records(run(small({"name": "joint"}, probes=True), known=known)) == records(probed())
    second = tuple(run(small({"name": "alternating"}, probes=True), known=known))
    assert records(second) == records(probed("alternating"))
    assert not any(isinstance(event, Progress) and event.doing == "probing" for event in second)


def test_networks_of_another_seed_are_not_taken_and_do_not_pile_up() -> None:
    known: dict[str, FusionModel] = {}
    tuple(run(small({"name": "joint"}, probes=True, seed=1), known=known))
    assert records(run(small({"name": "joint"}, probes=True), known=known)) == records(probed())
    assert len(known) == 1


def test_ceilings_do_not_depend_on_the_head_of_the_run() -> None:
    found = [
        records(run(small(model={"head": head}, probes=True, training={"epochs": 1})))[-1]
        for head in ("additive", "mlp")
    ]
    first, second = (record.ensemble for record in found if isinstance(record, DiagnosisRecord))
    assert first == second


def test_ceilings_are_aligned_with_nobody() -> None:
    mapped = {"model": {"mapping": True}, "probes": True}
    plain, aligned = (
        records(run(small(training={"epochs": 1, "align_features": weight, "align_samples": weight}, **mapped)))
        for weight in (0, 1)
    )
    assert plain[1] != aligned[1]
    assert plain[-1].ensemble == aligned[-1].ensemble


@cache
def guided(guide: str) -> tuple[Event, ...]:
    """Return all that happens in a small run whose schedule goes by a target, with probes."""
    return tuple(run(small({"name": "alternating", "guide": guide}, probes=True)))


@pytest.mark.parametrize("guide", ["potential", "ensemble"])
def test_a_guide_finds_its_target_before_training_and_every_record_holds_it(guide: str) -> None:
    first, *_ = records(guided(guide))
    diagnosis = records(guided(guide))[-1]
    assert isinstance(diagnosis, DiagnosisRecord)
    assert first.target == diagnosis.targets[guide].shares
    assert all(record.target == first.target for record in epochs(guided(guide)))
    assert any(guide in turn.why for turn in first.next_turns)


def test_the_modalities_are_trained_alone_once_whoever_asks_for_it() -> None:
    told = [event for event in guided("potential") if isinstance(event, Progress) and event.doing == "probing"]
    before = next(place for place, event in enumerate(guided("potential")) if isinstance(event, EpochRecord))
    assert guided("potential")[:before] == tuple(told)
    assert {event.epoch for event in told} == {0}


def test_a_run_that_goes_on_knows_its_target(tmp_path: Path) -> None:
    artifacts = ArtifactStore.open(str(tmp_path))
    spec = small({"name": "alternating", "guide": "potential"})
    events = run(spec, artifacts=artifacts)
    first = next(event for event in events if isinstance(event, EpochRecord))
    events.close()
    resumed = list(run(spec, artifacts=artifacts))
    assert not any(isinstance(event, Progress) and event.doing == "probing" for event in resumed)
    assert records([first, *resumed[1:]]) == records(run(spec))


def test_nothing_is_expected_by_a_schedule_that_goes_by_shares_or_by_nothing() -> None:
    assert {record.target for record in epochs(events_of("alternating"))} == {None}
    indifferent = small({"name": "alternating", "guide": "potential", "order": "random"}, training={"epochs": 1})
    assert {record.target for record in epochs(run(indifferent))} == {None}
    spender = small(
        {"name": "alternating", "guide": "potential", "order": "random", "budget": "guided"}, training={"epochs": 1}
    )
    assert None not in [record.target for record in epochs(run(spender))]


def test_ceilings_of_a_run_that_halves_are_halved_too() -> None:
    halving = {"training": {"epochs": 5, "learning_rate": 0.05, "halve_after": 1}}
    diagnosis = records(run(small(probes=True, **halving)))[-1]
    alone = epochs(run(small({"name": "unimodal"}, **halving)))[-1]
    assert isinstance(diagnosis, DiagnosisRecord)
    assert any(pace.halvings for pace in alone.paces.values())
    assert diagnosis.ensemble == alone.valuation
