"""Whoever wants every corruption measured is told what it takes, how far it is, and what came of it."""

import numpy as np
import pytest
from sqlalchemy import update

from shapviz.runs import rightness
from shapviz.runs.info import Failure, RunInfo
from shapviz.runs.rightness import Sweeping
from shapviz.runs.store import RunStore
from shapviz.runs.tables import records
from shapviz.ui import resources
from shapviz.ui.robustness import thorough
from tests.runs import swept
from tests.ui.afterwards import store as store
from tests.ui.afterwards import trained


def test_a_run_is_measured_once_however_often_somebody_asks(store: RunStore) -> None:
    run = trained(store)
    assert thorough.standing(run)["button"] == "Measure every corruption"
    thorough.ask(run.id)
    thorough.ask(run.id)
    assert len(resources.queue().jobs()) == 1
    assert thorough.under_way(run.id)
    assert thorough.standing(run) == {"say": "To be measured: queued.", "stop": "Stop measuring"}


def test_what_is_under_way_can_be_stopped_and_goes_on_where_it_was(store: RunStore) -> None:
    run = trained(store)
    thorough.ask(run.id)
    [job] = resources.queue().jobs()
    thorough.stop(run.id)
    assert not thorough.under_way(run.id)
    assert "is kept" in thorough.standing(run)["say"]
    thorough.ask(run.id)
    assert [each.run_id for each in resources.queue().jobs()] == [job.run_id]


def test_nothing_is_stopped_that_nobody_asked_for(store: RunStore) -> None:
    thorough.stop(trained(store).id)
    assert resources.queue().jobs() == ()


def test_without_a_checkpoint_it_is_said_why_there_is_no_button(store: RunStore) -> None:
    told = thorough.standing(trained(store, kept=False))
    assert "has no checkpoints" in told["say"]
    assert "button" not in told


def test_a_measurement_that_failed_or_was_stopped_is_told_and_may_be_asked_for_again(store: RunStore) -> None:
    run = trained(store)
    thorough.ask(run.id)
    [job] = resources.queue().jobs()
    store.set_status(job.run_id, "stopped")
    told = thorough.standing(run)
    assert f"'{store.get(job.run_id).name}' was stopped before it was through" in told["say"]
    assert told["button"] == "Measure every corruption"
    store.set_status(job.run_id, "failed", Failure(problem="No memory is left.", remedy="Close something."))
    assert thorough.standing(run)["say"].endswith("has failed at it: No memory is left. Close something.")


def test_what_came_of_it_is_told_with_intervals(store: RunStore) -> None:
    run = trained(store)
    thorough.ask(run.id)
    [job] = resources.queue().jobs()
    store.append(job.run_id, swept.record(2, {("fox", "noise"): 0.04, ("hare", "missing"): 0.0}))
    store.set_status(job.run_id, "finished")
    assert not thorough.under_way(run.id)
    told = thorough.standing(run)
    assert "Means of 3 draws on 200 samples. One corrupted costs 6.0 [5.0, 7.0] points" in told["say"]
    fox, hare = told["table"]["rows"]
    assert fox[:4] == ["fox", "Gaussian noise", "80 [79, 81]", "76 [75, 77]"]
    assert fox[-1] == "−20 [−20, −19]"
    assert hare[-1].endswith("inconclusive")
    assert len(told["table"]["columns"]) == len(fox)


def test_a_record_that_does_not_fit_is_told_in_words(store: RunStore) -> None:
    run = trained(store)
    thorough.ask(run.id)
    [job] = resources.queue().jobs()
    test = store.get(job.run_id)
    store.append(test.id, swept.record(2, {("fox", "noise"): 0.04, ("fox", "blur"): 0.0, ("hare", "jpeg"): 0.0}))
    store.set_status(test.id, "finished")
    told = thorough.standing(run)
    assert told.keys() == {"say"}
    assert "'blur' does not fit 'fox', of the kind features" in told["say"]
    assert "'jpeg' does not fit 'hare'" in told["say"]
    assert told["say"].endswith(f"Delete '{test.name}' on Runs, and measure once more.")


def test_a_record_of_another_version_is_told_in_words(store: RunStore) -> None:
    run = trained(store)
    thorough.ask(run.id)
    [job] = resources.queue().jobs()
    store.append(job.run_id, swept.record(2))
    with store.writing() as connection:
        connection.execute(update(records).where(records.c.run == job.run_id).values(body="{}"))
    assert "has a record that shapviz" in thorough.standing(run)["say"]


def test_a_change_that_rounds_to_nothing_has_no_sign(store: RunStore) -> None:
    record = swept.record(2, {("fox", "noise"): 0.0004})
    assert thorough.table(record, trained(store))["rows"][0][-1] == "0 [0, 1], inconclusive"


def measured(store: RunStore, run: RunInfo, fall: float, *, kept: bool = True) -> None:
    """Have a run measured: accuracy falls by so much more at each severity of noise on fox."""
    thorough.ask(run.id)
    test = next(store.get(job.run_id) for job in resources.queue().jobs() if store.get(job.run_id).parent == run.id)
    store.append(test.id, swept.record(2, {("fox", "noise"): fall}))
    store.set_status(test.id, "finished")
    if kept:
        dice = np.random.default_rng(1).random((3, 6, 200, 8))  # the same samples, and the same dice
        left = 0.8 - fall * np.arange(6)[:, None, None]
        rightness.write(resources.artifacts(), test.id, None, dice[:, :1] < 0.8)
        rightness.write(resources.artifacts(), test.id, Sweeping("fox", "noise"), (dice < left)[:, 1:])


def test_two_measured_runs_are_compared_sample_by_sample(store: RunStore) -> None:
    run, beside = trained(store), trained(store)
    measured(store, run, 0.10)
    measured(store, beside, 0.02)
    told = thorough.standing(run, beside)
    assert told["say"].startswith(f"Beside {beside.name}, {run.name} loses, with one corrupted: ")
    assert "24 points more [" in told["say"], "3 x (0.10 - 0.02)"
    assert "with one missing: 0 [0, 0], too close to call" in told["say"]
    assert "another seed may turn it" in told["say"]
    rows = {row[0]: row[1:] for row in told["table"]["rows"]}
    assert rows["fox: Gaussian noise"][0].startswith("−24")
    assert rows["fox: Gaussian noise"][1] == ""
    assert rows["clean"] == ["0.0 [0.0, 0.0]", "inconclusive"]
    assert float(rows["mean corruption error"][0].split()[0]) == pytest.approx(0.5 / 0.26, abs=0.1)
    back = {row[0]: row[1] for row in thorough.standing(beside, run)["table"]["rows"]}
    assert back["fox: Gaussian noise"].startswith("24")


def test_runs_that_cannot_be_compared_are_each_told_with_the_reason(store: RunStore) -> None:
    run, forgetful, another = trained(store), trained(store), trained(store, seed=5)
    measured(store, run, 0.1)
    measured(store, forgetful, 0.1, kept=False)
    measured(store, another, 0.1)
    for beside, reason in ((forgetful, "is not kept"), (another, "have the seeds 0 and 5")):
        told = thorough.standing(run, beside)
        assert told["say"].startswith(f"{run.name}: Means of 3 draws")
        assert f" {beside.name}: Means of 3 draws" in told["say"]
        assert reason in told["say"]
        assert told["table"]["caption"].startswith(f"{run.name}: ")


def test_of_two_runs_whoever_is_not_measured_can_be(store: RunStore) -> None:
    run, beside = trained(store), trained(store)
    measured(store, run, 0.1)
    told = thorough.standing(run, beside)
    assert told["button"] == "Measure every corruption"
    assert told["table"]["caption"].startswith(f"{run.name}: ")
    thorough.ask(run.id, beside.id)
    assert len(resources.queue().jobs()) == 1
    assert thorough.under_way(run.id, beside.id)
    assert f"{beside.name}: To be measured: queued." in thorough.standing(run, beside)["say"]
    thorough.stop(run.id, beside.id)
    assert not thorough.under_way(run.id, beside.id)
    assert "table" in thorough.standing(run, beside), "what was measured is kept"
