"""A memory takes the modalities in the order of the latest epoch's turns, and checkpoints hold it."""

from pathlib import Path

import pytest

from shapviz.data import catalog
from shapviz.experiment import run
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.checkpoints import checkpoint_name
from shapviz.training.checkpoint import unpack
from tests.training.runs import epochs, small

PENGUINS = catalog.info("penguins").names


@pytest.mark.parametrize("strategy", ["joint", "alternating"])
def test_the_order_is_that_of_the_turns(strategy: str, tmp_path: Path) -> None:
    artifacts = ArtifactStore.open(str(tmp_path))
    options = {"name": strategy} if strategy == "joint" else {"name": strategy, "order": "random"}
    seen = set()
    for record in epochs(run(small(options, model={"head": "gated"}), artifacts=artifacts, run_id="r")):
        order = unpack(artifacts.read("r", checkpoint_name(record.epoch))).tensors["model.head.order"].tolist()
        turns = [name for turn in record.turns for name in turn.modalities]
        assert [PENGUINS[place] for place in order] == (turns or list(PENGUINS))
        seen.add(tuple(order))
    assert (len(seen) > 1) == (strategy == "alternating")
