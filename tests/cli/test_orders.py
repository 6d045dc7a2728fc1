import json
from collections.abc import Callable, Generator
from typing import Any

import pytest

from shapviz.runs import checkpoints, orderings
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.records import Event
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.cli.conftest import Shapviz, epoch_record
from tests.orders.answers import of

ANSWER = of(3)


@pytest.fixture
def parent(store: RunStore) -> RunInfo:
    """A run of three epochs that keeps the checkpoint of the last but one."""
    run = store.create(RunSpec.model_validate({"training": {"epochs": 3}}), "amber-fox")
    for epoch in range(4):
        store.append(run.id, epoch_record(epoch))
    ArtifactStore.open().write(run.id, checkpoints.checkpoint_name(2), b"weights")
    return run


def answering(spec: RunSpec, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Generator[Event, None, None]:
    """Find an answer without training."""
    yield epoch_record(2)
    artifacts.write(run_id, orderings.ANSWER, ANSWER.model_dump_json().encode())


def test_the_question_is_laid_beside_the_run_before_it_waits(
    shapviz: Shapviz, store: RunStore, parent: RunInfo
) -> None:
    said = shapviz("orders", "amber-fox", "--epoch", 2, "--shuffles", 3, "--epochs", 2, "--loss", "inherit", "--detach")
    child = store.get(said.stdout.strip())
    assert (child.parent, child.parent_epoch, child.status) == (parent.id, 2, "queued")
    assert child.spec.training.epochs == 4
    assert child.spec.strategy.loss == "inherit"  # type: ignore[union-attr]
    asked = orderings.question(ArtifactStore.open(), child.id)
    assert asked == orderings.Question(epochs=2, shuffles=3)


@pytest.mark.usefixtures("parent")
def test_the_best_order_stands_first_and_the_finding_last(
    shapviz: Shapviz, scripted_worker: Callable[[Any], None]
) -> None:
    scripted_worker(answering)
    result = shapviz("orders", "amber-fox", "--epoch", 2)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("All 6 orders from epoch 8, one epoch each, 2 shuffles of the batches, loss inherit")
    orders = [line for line in lines if "→" in line][:6]
    assert [line.split("  ")[0].strip() for line in orders] == [" → ".join(tried.order) for tried in ANSWER.tried]
    assert "Inconclusive: the lead of the best order over the next is 0.4 points [−0.8, 1.6]" in result.stdout


@pytest.mark.usefixtures("parent")
def test_a_program_gets_the_whole_answer(shapviz: Shapviz, scripted_worker: Callable[[Any], None]) -> None:
    scripted_worker(answering)
    result = shapviz("orders", "amber-fox", "--epoch", 2, "--json")
    assert orderings.Answer.model_validate(json.loads(result.stdout)) == ANSWER


@pytest.mark.usefixtures("parent")
def test_an_epoch_that_is_not_kept_is_refused_and_nothing_is_made(shapviz: Shapviz, store: RunStore) -> None:
    result = shapviz("orders", "amber-fox", "--epoch", 1)
    assert result.exit_code == 2
    assert "no checkpoint of epoch 1" in result.stderr
    assert len(store.list()) == 1
