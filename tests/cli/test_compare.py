import json
from collections.abc import Callable
from typing import Any

import pytest

from shapviz.runs.options import Alternating, Joint, Strategy
from shapviz.runs.spec import DatasetSpec, RunSpec, TrainingSpec
from shapviz.runs.store import RunStore
from tests.cli.conftest import Shapviz, script

Make = Callable[..., str]


@pytest.fixture
def finished(store: RunStore) -> Make:
    """Make a finished run of which nobody knows how it came about."""

    def make(name: str, strategy: Strategy, seed: int = 0, dataset: str = "race") -> str:
        spec = RunSpec(strategy=strategy, seed=seed, dataset=DatasetSpec(name=dataset), training=TrainingSpec(epochs=1))
        run = store.create(spec, name)
        for record in script(spec, artifacts=None, run_id=run.id, forked=False):  # type: ignore[arg-type]
            store.append(run.id, record)
        store.set_status(run.id, "finished")
        return name

    return make


def test_runs_are_grouped_by_what_they_share_and_compared_with_the_first(shapviz: Shapviz, finished: Make) -> None:
    names = [finished(f"{kind.name}-{seed}", kind, seed) for kind in (Joint(), Alternating()) for seed in (0, 1)]
    said = json.loads(shapviz("compare", *names, "--json").stdout)
    assert said["baseline"] == "joint"
    assert [(line["setting"], line["finished"]) for line in said["lines"]] == [("joint", 2), ("alternating", 2)]
    assert said["lines"][1]["differences"]["accuracy"] == {
        "mean": 0.0, "low": 0.0, "high": 0.0, "p": 1.0, "n": 2, "p_adjusted": 1.0, "inconclusive": True
    }  # fmt: skip
    shown = shapviz("compare", *names).stdout
    assert "order: all at once · weak first" in shown
    assert "inconclusive" in shown


def test_what_cannot_be_subtracted_is_left_out_and_said(shapviz: Shapviz, finished: Make) -> None:
    names = [finished("one", Joint()), finished("two", Alternating()), finished("other", Joint(), dataset="noise")]
    result = shapviz("compare", *names)
    assert result.exit_code == 0
    assert "different data (race and noise)" in result.stderr
    assert "noise" not in result.stdout


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ([("one", Joint(), 0), ("two", Joint(), 1)], "repetitions of one setting"),
        ([("one", Joint(), 0), ("two", Alternating(), 1)], "Nothing can be compared with 'joint'"),
        ([("one", Joint(), 0)], "repetitions of one setting"),
    ],
)
def test_where_nothing_can_be_compared_the_reason_is_said(
    shapviz: Shapviz, finished: Make, made: list[Any], said: str
) -> None:
    result = shapviz("compare", *(finished(*each) for each in made))
    assert result.exit_code == 2
    assert said in result.stderr


def test_runs_that_have_not_finished_are_counted(shapviz: Shapviz, finished: Make, store: RunStore) -> None:
    store.create(RunSpec(strategy=Alternating(), training=TrainingSpec(epochs=1)), "waiting")
    shown = shapviz("compare", finished("one", Joint()), "waiting").stdout
    assert "0 of 1" in shown
    store.create(RunSpec(strategy=Joint(), seed=5), "also")
    store.create(RunSpec(strategy=Alternating(), seed=5), "too")
    assert "None of these runs has finished" in shapviz("compare", "also", "too").stderr


def test_an_unknown_run_is_told_the_nearest(shapviz: Shapviz, finished: Make) -> None:
    finished("brave-otter", Joint())
    assert "Did you mean 'brave-otter'?" in shapviz("compare", "brave-oter", "x").stderr
