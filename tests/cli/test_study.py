import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shapviz.cli import study_progress
from shapviz.cli.study_progress import Speed, words
from shapviz.errors import TrainingError
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import study_store
from shapviz.runs.records import Event
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.studies.conduct import Standing
from tests.cli.conftest import Shapviz, script
from tests.studies.studies import STUDY


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(STUDY))
    return path


def failing(spec: RunSpec, **where: Any) -> Iterator[Event]:
    """Train, but for one setting that never can."""
    if spec.strategy.name == "joint_unimodal":
        raise TrainingError("The loss is nan.", remedy="Lower the learning rate.")
    return script(spec, **where)


def test_a_study_is_run_to_its_end_and_summed_up(
    shapviz: Shapviz, file: Path, scripted_worker: Callable[[Any], None]
) -> None:
    scripted_worker(script)
    result = shapviz("study", file)
    assert result.exit_code == 0
    assert "12 of 12 runs" in result.stderr
    assert "race: mean over seeds" in result.stdout
    assert result.stdout.count("baseline") == 2
    assert "inconclusive" in result.stdout, "the script is the same whatever is trained"


def test_with_json_nothing_else_is_written(
    shapviz: Shapviz, file: Path, scripted_worker: Callable[[Any], None]
) -> None:
    scripted_worker(script)
    said = json.loads(shapviz("study", "run", file, "--json").stdout)
    assert len(said["lines"]) == 6
    assert said["lines"][1]["differences"]["accuracy"]["inconclusive"]
    assert said["lines"][0]["finished"] == said["lines"][0]["asked"] == 2


def test_failed_runs_are_counted_and_said_and_the_others_shown(
    shapviz: Shapviz, file: Path, scripted_worker: Callable[[Any], None]
) -> None:
    scripted_worker(failing)
    result = shapviz("study", file)
    assert result.exit_code == 1
    assert "12 of 12 runs, 4 failed" in result.stderr
    assert "'cure' on 'race': 2 of 2 failed: The loss is nan." in result.stdout
    assert "own + full" in result.stdout


def test_it_goes_on_with_more_seeds_where_it_was(
    shapviz: Shapviz, file: Path, store: RunStore, scripted_worker: Callable[[Any], None]
) -> None:
    scripted_worker(script)
    shapviz("study", file)
    before = {run.id for run in store.list()}
    assert shapviz("study", file, "--seeds", "3").exit_code == 0
    after = {run.id for run in store.list()}
    assert before < after
    assert len(after) == 18


def test_detached_it_only_queues(shapviz: Shapviz, file: Path, store: RunStore) -> None:
    result = shapviz("study", file, "--detach")
    assert result.exit_code == 0
    assert len(LocalQueue(store, workers=0).jobs()) == 12
    assert "0 of 2" in result.stdout


def test_a_dry_run_says_how_long_and_queues_nothing(shapviz: Shapviz, store: RunStore) -> None:
    result = shapviz("study", "main", "--seeds", "1", "--dry-run")
    assert result.exit_code == 0
    assert "minutes, about" in result.stdout
    assert store.list() == ()
    assert study_store.studies(store) == ()


def test_studies_are_listed_and_shown_and_written(
    shapviz: Shapviz, file: Path, tmp_path: Path, scripted_worker: Callable[[Any], None]
) -> None:
    scripted_worker(script)
    shapviz("study", file)
    [listed] = json.loads(shapviz("study", "list", "--json").stdout)
    assert (listed["name"], listed["runs"], listed["finished"]) == ("small", 12, 12)
    assert "small" in shapviz("study", "list").stdout
    assert shapviz("study", "show", "small").stdout == shapviz("study", file).stdout
    assert shapviz("study", "show", "small", "--csv", tmp_path / "small.csv").exit_code == 0
    assert len((tmp_path / "small.csv").read_text().splitlines()) == 13


def test_interrupted_it_stops_what_has_not_ended_and_can_be_begun_again(
    shapviz: Shapviz, file: Path, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock:
        def monotonic(self) -> float:
            return 0.0

        def sleep(self, seconds: float) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(study_progress, "time", Clock())
    result = shapviz("study", file)
    assert result.exit_code == 130
    assert "12 stopped" in result.stderr
    assert LocalQueue(store, workers=0).jobs() == ()
    shapviz("study", file, "--detach")
    assert len(LocalQueue(store, workers=0).jobs()) == 12


@pytest.mark.parametrize(
    ("what", "said"),
    [("mian", "Did you mean 'main'?"), ("missing.json", "cannot be read"), ("show", "Missing argument")],
)
def test_what_is_no_study_is_refused(shapviz: Shapviz, what: str, said: str) -> None:
    result = shapviz("study", what)
    assert result.exit_code == 2
    assert said in result.output


def test_progress_is_one_line() -> None:
    assert words(Standing(700, 117, 3, 0), 840) == "120 of 700 runs, 3 failed, about 14 minutes left"
    assert words(Standing(700, 0, 0, 0), None) == "0 of 700 runs"
    assert words(Standing(12, 8, 0, 4), 0.0) == "12 of 12 runs, 4 stopped"


def test_the_time_left_goes_by_the_speed_of_late() -> None:
    speed = Speed(window=3)
    assert speed.left(Standing(10, 0, 0, 0), 0.0) is None
    assert speed.left(Standing(10, 1, 0, 0), 10.0) == 90
    assert speed.left(Standing(10, 3, 0, 0), 20.0) == pytest.approx(20 * 7 / 3)
    assert speed.left(Standing(10, 5, 0, 0), 30.0) == pytest.approx(20 * 5 / 4), "the first look is forgotten"


def test_a_setting_holds_for_all_its_runs(shapviz: Shapviz, file: Path, store: RunStore) -> None:
    """Noise fits every dataset of the study, where typos would fit one."""
    shapviz("study", file, "--detach", "--set", "robustness.corruptions=noise,missing", "--set", "robustness.draws=2")
    assert {run.spec.robustness.corruptions for run in store.list()} == {("noise", "missing")}
    assert {run.spec.robustness.draws for run in store.list()} == {2}
    assert len(store.list()) == 12


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("robustness.corruptions=nois", "Did you mean 'noise'?"),
        ("robustness.corruptions=typos", "on 'race': robustness.corruptions: 'typos' fits none"),
        ("robustness", "expected name=value"),
    ],
)
def test_a_setting_that_does_not_fit_queues_nothing(
    shapviz: Shapviz, file: Path, store: RunStore, setting: str, said: str
) -> None:
    result = shapviz("study", file, "--set", setting)
    assert result.exit_code == 2
    assert said in result.stderr
    assert store.list() == ()
