import json
from collections.abc import Callable
from typing import Any

import pytest

from shapviz.runs import checkpoints
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import parse_spec
from shapviz.runs.store import RunStore
from tests.cli.conftest import Shapviz, epoch_record, script


@pytest.fixture
def parent(store: RunStore) -> RunInfo:
    """A run of three epochs, of which it keeps two checkpoints."""
    spec = parse_spec({"strategy": {"name": "alternating", "loss": "own"}, "training": {"epochs": 3}})
    run = store.create(spec, "amber-fox")
    for epoch in range(4):
        store.append(run.id, epoch_record(epoch))
    for epoch in (1, 2):
        ArtifactStore.open().write(run.id, checkpoints.checkpoint_name(epoch), b"weights")
    store.set_status(run.id, "finished")
    return store.get(run.id)


def test_a_fork_takes_over_what_is_not_said_otherwise(shapviz: Shapviz, store: RunStore, parent: RunInfo) -> None:
    said = shapviz("fork", "amber-fox", "--epoch", 2, "--option", "order=random", "--epochs", 9, "--detach")
    child = store.get(said.stdout.strip())
    assert (child.parent, child.parent_epoch, child.status) == (parent.id, 2, "queued")
    assert (child.spec.strategy.order, child.spec.strategy.loss) == ("random", "own")  # type: ignore[union-attr]
    assert child.spec.training == parent.spec.training.model_copy(update={"epochs": 9})


def test_another_strategy_is_followed_to_its_end(
    shapviz: Shapviz, scripted_worker: Callable[[Any], None], store: RunStore, parent: RunInfo
) -> None:
    scripted_worker(script)
    result = shapviz("fork", parent.id[:8], "--epoch", 1, "--strategy", "joint", "--name", "stayed", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["status"] == "finished"
    assert store.get("stayed").spec == parent.spec.with_strategy(parse_spec({"strategy": {"name": "joint"}}).strategy)
    assert [line.split()[1] for line in result.stderr.splitlines() if line.startswith("epoch")] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("--epoch", 3),
            "no checkpoint of epoch 3. Of large networks only the newest are kept.\nFork it at epoch 1 to 2",
        ),
        (("--epoch", 2, "--epochs", 2), "training.epochs: expected at least 3, found 2"),
        (("--epoch", 2, "--strategy", "jont"), "Did you mean 'joint'?"),
        (("--epoch", 2, "--option", "order=weakest"), "strategy.order: expected"),
    ],
)
@pytest.mark.usefixtures("parent")
def test_what_cannot_be_forked_is_refused_and_nothing_is_made(
    shapviz: Shapviz, store: RunStore, words: tuple[Any, ...], says: str
) -> None:
    result = shapviz("fork", "amber-fox", *words)
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(store.list()) == 1
