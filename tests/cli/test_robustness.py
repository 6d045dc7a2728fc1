"""`shapviz robustness`: which runs are tested, what is shown of them, and who is compared with whom."""

import json
from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import pytest

from shapviz.jobs import holding
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import forks, rightness, study_store
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import RobustnessSpec
from shapviz.runs.options import Joint, JointUnimodal
from shapviz.runs.records import Event
from shapviz.runs.rightness import Sweeping
from shapviz.runs.severity import WORST
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.runs.study import parse_study
from tests.cli.conftest import PLAYERS, Shapviz, ended, interrupted, script
from tests.runs import swept

NOISE = Sweeping("fox", "noise")


def corrupting(spec: RunSpec, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Generator[Event, None, None]:
    """What a training yields that ends with a test of corruptions; joint networks fall twice as far as others."""
    yield from script(spec, artifacts=artifacts, run_id=run_id, forked=forked)
    if spec.robustness.asked:
        step = 0.1 if spec.strategy == Joint() else 0.05
        dice = np.random.default_rng(spec.seed).random((3, WORST + 1, 200, 8))
        fallen = 0.8 - step * np.arange(WORST + 1)[:, None, None]
        rightness.write(artifacts, run_id, None, dice[:, :1] < 0.8)
        rightness.write(artifacts, run_id, NOISE, (dice < fallen)[:, 1:])
        yield swept.record(spec.training.epochs, {NOISE: step + 0.001 * spec.seed})


@pytest.fixture
def tester(scripted_worker: Callable[[Any], None]) -> None:
    scripted_worker(corrupting)


@pytest.mark.usefixtures("tester")
def test_missing_and_corrupted_inputs_stand_side_by_side(shapviz: Shapviz, store: RunStore) -> None:
    ended(store, "mine")
    result = shapviz("robustness", "mine")
    assert result.exit_code == 0
    lines = {line.split("  ")[0].strip(): line for line in result.stdout.splitlines()}
    assert "0.800 [" in lines["clean"]
    for player in PLAYERS:
        assert "0.567 [" in lines[f"without {player}"]
    assert "0.300 [" in lines["one corrupted, mean"]
    [row] = [line.split() for line in result.stdout.splitlines() if line.split()[:2] == ["fox", "noise"]]
    assert row[2:7] == ["0.700", "0.600", "0.500", "0.400", "0.300"]
    assert "inconclusive" in result.stdout, "nobody's φ has changed"
    assert "too close to" in result.stdout, "all are missed alike"


@pytest.mark.usefixtures("tester")
def test_a_run_is_tested_by_a_fork_that_trains_no_further_and_only_once(shapviz: Shapviz, store: RunStore) -> None:
    run = ended(store, "mine")
    first = json.loads(shapviz("robustness", "mine", "--corruptions", "noise", "--draws", "2", "--json").stdout)
    test = store.get(first["runs"][0]["test"])
    assert forks.revisits(test)
    assert test.spec.robustness == RobustnessSpec(corruptions=("noise",), draws=2)
    assert first["runs"][0]["run"] == run.id
    assert first["runs"][0]["record"]["overall"]["corrupted"]["estimate"] == pytest.approx(0.5)
    assert first["comparisons"] == []
    again = json.loads(shapviz("robustness", "mine", "--corruptions", "noise", "--draws", "2", "--json").stdout)
    assert again == first
    assert len(store.list()) == 2
    shapviz("robustness", "mine")
    assert len(store.list()) == 3, "all is more than noise"
    assert "one corrupted, mean" in shapviz("value", test.name).stdout


def test_after_ctrl_c_the_same_command_goes_on_with_the_same_test(
    shapviz: Shapviz, store: RunStore, scripted_worker: Callable[[Any], None]
) -> None:
    run = ended(store, "mine")
    left = interrupted(shapviz, "robustness", "mine")
    assert left.exit_code == 130
    assert "What has been found so far is kept: the same command goes on from there." in left.stderr
    [test] = store.forks(run.id)
    assert test.status == "stopped"
    scripted_worker(corrupting)
    result = shapviz("robustness", "mine")
    assert result.exit_code == 0
    assert "Going on where this was stopped." in result.stderr
    assert [(fork.id, fork.status) for fork in store.forks(run.id)] == [(test.id, "finished")]
    assert "Going on" not in shapviz("robustness", "mine").stderr, "it has been answered"


@pytest.mark.parametrize("control", ["pause", "stop"])
def test_a_test_that_is_held_or_about_to_stop_goes_on(shapviz: Shapviz, store: RunStore, control: str) -> None:
    """Who presses Ctrl-C twice leaves before the worker does."""
    run = ended(store, "mine")
    shapviz("robustness", "mine", "--detach")
    [test] = store.forks(run.id)
    with store.writing() as connection:
        holding.ask(connection, test.id, control=control)
    store.set_status(test.id, "running")
    shapviz("robustness", "mine", "--detach")
    assert LocalQueue(store).job(test.id).control == "go"


@pytest.mark.usefixtures("tester")
def test_a_run_that_was_asked_itself_needs_no_fork(shapviz: Shapviz, store: RunStore) -> None:
    result = shapviz("train", "--epochs", "2", "--name", "mine", "--set", "robustness.corruptions=noise,missing")
    assert "one corrupted, mean" in result.stdout
    assert store.get("mine").spec.robustness.corruptions == ("noise", "missing")
    assert "one corrupted, mean" in shapviz("robustness", "mine").stdout
    assert len(store.list()) == 1


@pytest.mark.usefixtures("tester")
def test_one_seed_is_compared_sample_by_sample(shapviz: Shapviz, store: RunStore) -> None:
    ended(store, "weak")
    ended(store, "strong", JointUnimodal())
    said = json.loads(shapviz("robustness", "strong", "--baseline", "weak", "--json").stdout)
    [comparison] = said["comparisons"]
    assert comparison["baseline"] == "joint"
    beside = comparison["beside"]["joint + unimodal"]
    assert beside["corrupted"]["fox: noise"]["mean"] == pytest.approx(0.15, abs=0.02)
    assert beside["corrupted"]["fox: noise"]["n"] == 200
    assert not beside["corrupted"]["fox: noise"]["inconclusive"]
    assert beside["differences"]["missing"]["inconclusive"], "with clean inputs they do not differ"
    assert beside["mce"]["high"] < 1
    shown = shapviz("robustness", "strong", "--baseline", "weak").stdout
    assert "Beside 'joint'" in shown


@pytest.mark.usefixtures("tester")
def test_several_seeds_are_paired(shapviz: Shapviz, store: RunStore) -> None:
    for seed in range(3):
        ended(store, f"weak-{seed}", seed=seed)
        ended(store, f"strong-{seed}", JointUnimodal(), seed=seed)
    names = [run.name for run in store.list()]
    said = json.loads(shapviz("robustness", *names, "--baseline", "weak-1", "--json").stdout)
    beside = said["comparisons"][0]["beside"]["joint + unimodal"]
    assert beside["corrupted"]["fox: noise"]["n"] == 3
    assert beside["corrupted"]["fox: noise"]["mean"] == pytest.approx(0.15)
    assert beside["mce"]["mean"] < 1


@pytest.mark.usefixtures("tester")
def test_what_must_not_be_compared_is_refused_with_a_reason(shapviz: Shapviz, store: RunStore) -> None:
    ended(store, "mine")
    ended(store, "other", JointUnimodal(), seed=7)
    result = shapviz("robustness", "other", "--baseline", "mine")
    assert result.exit_code == 0
    assert "is not compared. They have no seed in common" in result.stderr
    assert "Beside" not in result.stdout


@pytest.mark.usefixtures("tester")
@pytest.mark.parametrize("seed", [0, 1])
def test_a_baseline_that_nobody_differs_from_is_said_to_be_alone(shapviz: Shapviz, store: RunStore, seed: int) -> None:
    base, other = ended(store, "base"), ended(store, "other", seed=seed)
    result = shapviz("robustness", other.name, "--baseline", base.name)
    assert result.exit_code == 0
    assert "no run differs from the baseline by more than its seed" in " ".join(result.stderr.split())


@pytest.mark.usefixtures("tester")
def test_a_repetition_is_not_left_out_in_silence(shapviz: Shapviz, store: RunStore) -> None:
    ended(store, "mine")
    ended(store, "again")
    ended(store, "other", seed=1)
    result = shapviz("robustness", "mine", "again", "other")
    assert result.exit_code == 0
    assert [word for word in ("'mine'", "'again'", "'other'") if f"{word} is left out" in result.stderr] == ["'again'"]


@pytest.mark.usefixtures("tester")
def test_samples_that_are_not_those_of_the_record_are_not_compared(shapviz: Shapviz, store: RunStore) -> None:
    """What lies among the artifacts may have come from elsewhere."""
    ended(store, "weak")
    ended(store, "strong", JointUnimodal())
    said = json.loads(shapviz("robustness", "strong", "--baseline", "weak", "--json").stdout)
    other = np.zeros((3, 5, 7, 8), dtype=np.bool_)
    rightness.write(ArtifactStore.open(), said["runs"][0]["test"], NOISE, other)
    again = shapviz("robustness", "strong", "--baseline", "weak")
    assert again.exit_code == 0
    assert "is not compared. Which samples" in again.stderr


@pytest.mark.usefixtures("tester")
def test_a_study_is_compared_with_its_baseline(shapviz: Shapviz, store: RunStore) -> None:
    """Its runs keep no weights, so that it has to ask for corruptions itself."""
    raw: dict[str, Any] = {
        "name": "small",
        "base": {"training": {"epochs": 1}, "robustness": {"corruptions": ["noise"]}},
        "settings": {"joint": {"strategy": {"name": "joint"}}, "cure": {"strategy": {"name": "joint_unimodal"}}},
        "datasets": {"race": {}},
        "seeds": 2,
        "baseline": "joint",
    }
    study = study_store.save(store, parse_study(raw))
    for place, spec in study.spec.cells().items():
        run = store.create(spec, origin="study")
        study_store.add(store, study.name, [run.id])
        if place.setting == "joint" or place.seed == 0:
            for event in corrupting(spec, artifacts=ArtifactStore.open(), run_id=run.id, forked=False):
                store.append(run.id, event)  # type: ignore[arg-type]  # the script tells no progress
            ArtifactStore.open().delete_run(run.id)
            store.set_status(run.id, "finished")
    said = shapviz("robustness", "--study", "small")
    assert "'cure' is not compared. Which samples" in said.stderr, "one seed, of which no samples are kept"
    last = store.list()[0]
    for event in corrupting(last.spec, artifacts=ArtifactStore.open(), run_id=last.id, forked=False):
        store.append(last.id, event)  # type: ignore[arg-type]
    store.set_status(last.id, "finished")
    [comparison] = json.loads(shapviz("robustness", "--study", "small", "--json").stdout)["comparisons"]
    assert (comparison["dataset"], comparison["baseline"]) == ("race", "joint")
    beside = comparison["beside"]["cure"]
    shown = shapviz("robustness", "--study", "small").stdout
    assert "Beside 'joint' on race" in shown
    assert "one corrupted, mean" not in shown, "not run by run"
    assert beside["corrupted"]["fox: noise"]["n"] == 2


def test_detached_it_only_queues(shapviz: Shapviz, store: RunStore) -> None:
    run = ended(store, "mine")
    said = shapviz("robustness", "mine", "--detach").stdout.split()
    [test] = store.forks(run.id)
    assert said == [test.id]
    assert (test.status, test.spec.robustness.corruptions) == ("queued", ("all",))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("minne",), "Did you mean 'mine'?"),
        ((), "Nothing is to be tested"),
        (("mine", "--corruptions", "nois"), "Did you mean 'noise'?"),
        (("mine", "--corruptions", ","), "--corruptions names none"),
        (("mine", "--corruptions", "blur,noise"), "'blur' fits none of the modalities used"),
        (("mine", "--draws", "0"), "robustness.draws"),
        (("mine", "--draws", "three"), "robustness.draws"),
        (("mine", "--stand-in", "zeros"), "Did you mean 'zero'?"),
        (("mine", "--stand-in", "zero"), "the network itself puts zeros"),
        (("mine", "--baseline", "yours"), "There is no run named 'yours'"),
        (("--study", "main"), "There is no study named 'main'"),
        (("mine", "bare"), "'bare' has no checkpoints"),
        (("mine", "busy"), "'busy' is queued: its network is still changing"),
    ],
)
def test_bad_input_queues_nothing(shapviz: Shapviz, store: RunStore, words: tuple[str, ...], said: str) -> None:
    ended(store, "mine")
    ArtifactStore.open().delete_run(ended(store, "bare", seed=1).id)
    store.set_status(ended(store, "busy", seed=2).id, "queued")
    result = shapviz("robustness", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(store.list()) == 3


def test_a_severity_is_not_asked_for(shapviz: Shapviz) -> None:
    """All of them are always tested, so that curves and mean errors can be compared."""
    result = shapviz("robustness", "mine", "--severity", "7")
    assert result.exit_code == 2
    assert "No such option" in result.stderr
