"""Methods that take long run as jobs: whoever asks for one is told how it stands, and can end it."""

import pytest

from shapviz.errors import UsageError
from shapviz.jobs.queue import LocalQueue
from shapviz.runs.asked import AttributionSpec
from shapviz.runs.attribution import Question
from shapviz.runs.info import Failure
from shapviz.runs.records import Progress
from shapviz.runs.store import RunStore
from shapviz.ui import resources
from shapviz.ui.attribution import jobs, known
from tests.runs import given
from tests.ui.afterwards import store as store
from tests.ui.afterwards import trained

KERNEL = AttributionSpec(methods=("shap.kernel",), payoff="logit", checks="none")


def test_a_method_is_asked_once_however_often_somebody_wants_it(store: RunStore) -> None:
    run = trained(store)
    assert not jobs.under_way(run.id)
    jobs.ask(run.id, KERNEL)
    jobs.ask(run.id, KERNEL)
    [standing] = jobs.standing(run.id)
    assert standing["methods"] == ["shap.kernel"]
    assert standing["question"] == Question(payoff="logit").model_dump(mode="json")
    assert (standing["say"], standing["failed"]) == ("waits for its turn", False)
    assert jobs.under_way(run.id)


def test_another_question_is_another_job(store: RunStore) -> None:
    run = trained(store)
    jobs.ask(run.id, KERNEL)
    jobs.ask(run.id, KERNEL.model_copy(update={"baseline": "mean"}))
    assert len(resources.queue().jobs()) == 2


def test_a_job_that_is_cancelled_can_be_asked_for_again(store: RunStore) -> None:
    run = trained(store)
    jobs.ask(run.id, KERNEL)
    jobs.cancel(run.id, jobs.standing(run.id)[0]["run"])
    assert not jobs.under_way(run.id)
    assert jobs.standing(run.id) == []
    jobs.ask(run.id, KERNEL)
    assert jobs.under_way(run.id)


def test_nobody_cancels_what_is_not_a_job_of_the_run(store: RunStore) -> None:
    run, other = trained(store), trained(store)
    jobs.ask(other.id, KERNEL)
    for wrong in (other.id, jobs.standing(other.id)[0]["run"], "nobody"):
        with pytest.raises(UsageError, match="no such job"):
            jobs.cancel(run.id, wrong)
    assert jobs.under_way(other.id)


@pytest.mark.parametrize(
    ("progress", "say", "done"),
    [
        (Progress(epoch=2, fraction=1), "has begun", 0),
        (Progress(epoch=2, fraction=0.25, doing="attributing", left=7.4), "25 %, about 7 s left", 0.25),
        (Progress(epoch=2, fraction=0.5, doing="checking"), "checks, 50 %", 0.5),
    ],
    ids=lambda told: told.doing if isinstance(told, Progress) else None,
)
def test_a_job_says_how_far_it_is_with_methods_and_with_checks(
    store: RunStore, monkeypatch: pytest.MonkeyPatch, progress: Progress, say: str, done: float
) -> None:
    run = trained(store)
    jobs.ask(run.id, KERNEL)
    job = jobs.standing(run.id)[0]["run"]
    store.set_status(job, "running")
    told = resources.queue().job(job).model_copy(update={"progress": progress})
    monkeypatch.setattr(LocalQueue, "job", lambda queue, asked: told)
    [standing] = jobs.standing(run.id)
    assert (standing["say"], standing["done"]) == (say, done)


def test_a_job_that_failed_says_why(store: RunStore) -> None:
    run = trained(store)
    jobs.ask(run.id, KERNEL)
    job = jobs.standing(run.id)[0]["run"]
    store.set_status(job, "failed", Failure(problem="The disk is full.", remedy="Make room."))
    [standing] = jobs.standing(run.id)
    assert (standing["say"], standing["failed"]) == ("The disk is full. Make room.", True)
    assert not jobs.under_way(run.id)


def test_what_has_been_found_is_counted_and_no_longer_stands_in_line(store: RunStore) -> None:
    run = trained(store)
    jobs.ask(run.id, KERNEL)
    assert jobs.known(run.id) == 0
    store.set_status(jobs.standing(run.id)[0]["run"], "finished")
    assert (jobs.known(run.id), jobs.standing(run.id)) == (1, [])


def test_without_a_checkpoint_it_is_said_why_nothing_can_be_run(store: RunStore) -> None:
    assert jobs.refusal(trained(store)) == ""
    assert "has no checkpoints" in jobs.refusal(trained(store, kept=False))


def test_checks_that_train_anew_are_taken_from_the_job_that_was_asked_the_same(store: RunStore) -> None:
    run = trained(store)
    jobs.ask(run.id, KERNEL.model_copy(update={"checks": "retraining"}))
    job = jobs.standing(run.id)[0]["run"]
    assert known.retrained(run, KERNEL.question) is None
    quick = given.record(2)
    assert quick.sanity is not None
    finding = quick.sanity.findings[0].model_copy(update={"check": "shuffled_labels"})
    sanity = quick.sanity.model_copy(update={"findings": (*quick.sanity.findings, finding)})
    store.append(job, quick.model_copy(update={"question": KERNEL.question, "sanity": sanity}))
    assert known.retrained(run, KERNEL.question) == sanity.model_dump_json()
    assert known.retrained(run, Question()) is None
