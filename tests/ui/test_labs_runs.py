"""Which runs the lab opens, which it greets with, and what it says of those that it cannot open."""

import pytest

from shapviz.runs.info import Failure, Status
from shapviz.runs.spec import DatasetSpec
from shapviz.runs.tested import EVERYTHING
from shapviz.ui.labs import cards
from shapviz.ui.labs.runs import company, openable, players, twins, usual
from tests.ui.labs import run


def test_only_runs_that_have_ended_and_kept_their_network_can_be_opened() -> None:
    done, halted, gone = run("a"), run("b", status="stopped"), run("c")
    others = [run("d", status="running"), run("e", status="failed"), run("f", status="stopped", epoch=None)]
    assert openable([done, halted, gone, *others], lambda run_id: run_id != "c") == (done, halted)


def test_runs_that_only_look_at_anothers_network_are_not_offered() -> None:
    fork = {"parent": "a", "parent_epoch": 12, "origin": "reference"}
    spec = run("b").spec.model_copy(update={"training": run("b").spec.training.model_copy(update={"epochs": 12})})
    asked = [spec.model_copy(update={"probes": True}), spec.model_copy(update={"robustness": EVERYTHING})]
    looking_on = [run("b").model_copy(update={**fork, "spec": each}) for each in asked]
    assert openable([run("a"), *looking_on], lambda _: True) == (run("a"),)


def test_a_run_of_unknown_data_has_no_players_and_cannot_be_opened() -> None:
    strange = run("a").model_copy(
        update={"spec": run("a").spec.model_copy(update={"dataset": DatasetSpec(name="gone")})}
    )
    assert players(strange.spec) == ()
    assert openable([strange], lambda _: True) == ()


def test_a_visitor_is_greeted_with_the_newest_run_that_somebody_trained() -> None:
    reference, recorded = run("a", origin="reference"), run("b", origin="recorded")
    halted, done = run("c", status="stopped"), run("d")
    assert usual([reference, recorded, halted, done]) == done
    assert usual([reference, recorded, halted]) == recorded
    assert usual([reference]) == reference
    assert usual([]) is None


def test_beside_a_run_stand_those_of_the_same_modalities_the_paired_ones_first() -> None:
    shown, other_seed, twin, race = (
        run("a"),
        run("b", seed=1),
        run("c", strategy="modality_dropout"),
        run("d", dataset="race"),
    )
    reference = run("e", origin="reference", strategy="unimodal")
    assert company(shown, [reference, shown, other_seed, twin, race]) == (twin, other_seed, reference)


def test_runs_of_other_noise_are_not_tested_on_the_same_samples() -> None:
    shown, louder = run("a"), run("b")
    noisy = DatasetSpec(name="emoji3", noise={"noto": 0.5})
    louder = louder.model_copy(update={"spec": louder.spec.model_copy(update={"dataset": noisy})})
    assert twins(shown, run("c"))
    assert not twins(shown, louder)


@pytest.mark.parametrize("status", ["finished", "stopped"])
def test_a_run_without_its_network_is_offered_to_be_trained_once_more(status: Status) -> None:
    gone = run("a", status=status)
    card = cards.obstacle(gone, has_network=False)
    assert card is not None
    assert "no network any more" in card.title
    assert card.again == gone.spec
    assert cards.obstacle(gone, has_network=True) is None


def test_a_run_that_failed_or_learned_from_strange_data_says_why() -> None:
    error = Failure(problem="The loss is no longer finite.", remedy="Learn more slowly.")
    failed = cards.obstacle(run("a", status="failed").model_copy(update={"error": error}), has_network=False)
    assert failed is not None
    assert ("The loss is no longer finite." in failed.text, failed.remedy) == (True, "Learn more slowly.")
    spec = run("a").spec.model_copy(update={"dataset": DatasetSpec(name="emojis")})
    strange = cards.obstacle(run("a").model_copy(update={"spec": spec}), has_network=True)
    assert strange is not None
    assert "Did you mean 'emoji'?" in strange.remedy


def test_a_run_under_way_is_in_nobodys_way() -> None:
    assert cards.obstacle(run("a", status="running"), has_network=False) is None
