"""`shapviz attribute`: what is asked of whom, what is shown of the answer, and what is refused."""

import csv
import json
from collections.abc import Callable, Generator
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest

from shapviz.attribution.agreement import agreement
from shapviz.attribution.summaries import summary
from shapviz.cli import follow
from shapviz.errors import UsageError
from shapviz.jobs.info import JobInfo, State
from shapviz.jobs.lab.questions import InsideOf
from shapviz.runs import attributed
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import AttributionSpec
from shapviz.runs.attribution import Refused
from shapviz.runs.info import RunInfo
from shapviz.runs.records import AttributionRecord, Event, Progress
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.cli.conftest import PLAYERS, Shapviz, ended, interrupted, script
from tests.runs import given
from tests.runs.given import attribution


def attributing(spec: RunSpec, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Generator[Event, None, None]:
    """What a training yields that ends with a study of attributions; captum is not there."""
    yield from script(spec, artifacts=artifacts, run_id=run_id, forked=forked)
    asked = spec.attribution
    if asked.asked:
        found = [attribution(name, question=asked.question) for name in asked.named if not name.startswith("captum")]
        for each in found:
            attributed.write(artifacts, run_id, each)
        yield AttributionRecord(
            epoch=spec.training.epochs,
            question=asked.question,
            players=PLAYERS,
            samples=4,
            sanity=given.record(3).sanity,
            dials=given.record(3).dials,
            agreement=agreement(found, seed=0) if len(found) > 1 else None,
            methods=tuple(summary(each, resamples=100, seed=0) for each in found),
            refused=tuple(
                Refused(method=name, problem="It needs captum.", remedy="Install it.")
                for name in asked.named
                if name.startswith("captum")
            ),
        )


@pytest.fixture
def worker(scripted_worker: Callable[[Any], None]) -> None:
    scripted_worker(attributing)


@pytest.mark.usefixtures("worker")
def test_methods_stand_side_by_side_with_what_they_cost(shapviz: Shapviz, store: RunStore) -> None:
    ended(store, "mine")
    result = shapviz("attribute", "mine", "--methods", "exact,leave_one_out,captum.shapley", "--payoff", "logit")
    assert result.exit_code == 0
    assert "logit of the true class, after epoch 3, on 4 test samples" in result.stdout
    rows = [line.split() for line in result.stdout.splitlines() if line.split()[:1] == ["exact"]]
    assert len(rows) == 3, "shares and costs, values, checks"
    assert [cell for cell in rows[0] if cell.endswith("%")] == rows[0][1:4]
    assert rows[0][4:6] == ["nothing", "8"]
    assert "beside exact" in result.stdout
    assert "8: 0.125 (90%)" in result.stdout
    assert "randomised weights" in result.stdout
    assert "furthest apart about row" in result.stdout
    assert "captum.shapley was refused. It needs captum. Install it." in result.stdout
    assert "helps some samples and harms others" in result.stdout
    assert "Not meant to be Shapley values: leave_one_out." in result.stdout


@pytest.mark.usefixtures("worker")
def test_a_run_is_asked_by_a_fork_that_trains_no_further_and_only_once(shapviz: Shapviz, store: RunStore) -> None:
    run = ended(store, "mine")
    words = ("attribute", "mine", "--methods", "exact", "--samples", "4", "--target", "class:3", "--checks", "none")
    first = json.loads(shapviz(*words, "--json").stdout)
    study = store.get(first["study"])
    assert attributed.asks(study)
    expected = AttributionSpec(methods=("exact",), samples=4, target="class:3", checks="none")
    assert study.spec.attribution == expected
    assert (first["run"], first["record"]["methods"][0]["method"]) == (run.id, "exact")
    assert json.loads(shapviz(*words, "--json").stdout) == first
    assert len(store.list()) == 2


def test_after_ctrl_c_the_same_command_goes_on_with_the_same_study(
    shapviz: Shapviz, store: RunStore, scripted_worker: Callable[[Any], None]
) -> None:
    run = ended(store, "mine")
    left = interrupted(shapviz, "attribute", "mine", "--methods", "exact")
    assert left.exit_code == 130
    assert "the same command goes on from there" in left.stderr
    [study] = store.forks(run.id)
    scripted_worker(attributing)
    assert shapviz("attribute", "mine", "--methods", "sampled").exit_code == 0
    assert store.get(study.id).status == "stopped", "another question is another study"
    result = shapviz("attribute", "mine", "--methods", "exact")
    assert "Going on where this was stopped." in result.stderr
    assert store.get(study.id).status == "finished"
    assert len(store.forks(run.id)) == 2


@pytest.mark.usefixtures("worker")
def test_a_run_that_was_asked_itself_needs_no_fork(shapviz: Shapviz, store: RunStore) -> None:
    result = shapviz("train", "--epochs", "2", "--name", "mine", "--set", "attribution.methods=exact,sampled")
    assert result.exit_code == 0
    assert "probability of the true class" in result.stdout
    assert "probability of the true class" in shapviz("value", "mine").stdout
    assert "probability of the true class" in shapviz("attribute", "mine").stdout
    assert len(store.list()) == 1


@pytest.mark.usefixtures("worker")
def test_tables_and_figures_are_written_where_nothing_is_overwritten(
    shapviz: Shapviz, store: RunStore, tmp_path: Path
) -> None:
    ended(store, "mine")
    folder = tmp_path / "some" / "where"
    words = ("attribute", "mine", "--methods", "exact,leave_one_out", "--out", str(folder))
    result = shapviz(*words)
    assert "Wrote values.csv, summary.csv, agreement.csv, waterfall.html" in result.stderr
    tables = {
        name: list(csv.DictReader((folder / f"{name}.csv").read_text().splitlines()))
        for name in ("values", "summary", "agreement")
    }
    exact = attribution("exact")
    told = [float(row["value"]) for row in tables["values"] if row["method"] == "exact"]
    assert told == exact.values.ravel().tolist()
    means = [float(row["value"]) for row in tables["summary"] if row["method"] == "exact"]
    assert means == pytest.approx(exact.values.mean(axis=0))
    assert [(row["method"], row["other"]) for row in tables["agreement"]] == [("exact", "leave_one_out")]
    assert "Plotly" in (folder / "waterfall.html").read_text()
    again = shapviz(*words)
    assert again.exit_code == 2
    assert "holds values.csv and summary.csv and agreement.csv already" in again.stderr
    (tmp_path / "file").touch()
    assert "is a file" in shapviz("attribute", "mine", "--out", str(tmp_path / "file")).stderr


@pytest.mark.usefixtures("worker")
def test_what_is_inside_of_samples_is_written_for_each_modality(
    shapviz: Shapviz, store: RunStore, tmp_path: Path
) -> None:
    run = ended(store, "mine")
    asked: list[InsideOf] = []

    def ask(question: InsideOf) -> Future[str]:
        asked.append(question)
        answer: Future[str] = Future()
        answer.set_result(given.inside(row=question.row, modality=question.modality, grid=(1, 3)).model_dump_json())
        return answer

    words = ("attribute", "mine", "--methods", "exact,sampled", "--payoff", "logit", "--out", str(tmp_path / "out"))
    with patch("shapviz.cli.inside_files.Lab", return_value=Mock(ask=ask)) as lab:
        result = shapviz(*words, "--inside", "7, 5,7")
    assert "inside.csv, inside-7.html, inside-5.html" in result.stderr
    lab.return_value.close.assert_called_once()
    assert [(each.row, each.modality) for each in asked] == [(row, name) for row in (7, 5) for name in PLAYERS]
    assert {(each.subject.run, each.subject.epoch, each.question.payoff) for each in asked} == {(run.id, 3, "logit")}
    table = list(csv.DictReader((tmp_path / "out" / "inside.csv").read_text().splitlines()))
    assert len(table) == 2 * 3 * 3
    last = table[-1]
    assert (last["row"], last["modality"], last["element"], last["line"], last["column"]) == (
        "5", "tortoise", "element 2", "0", "2",
    )  # fmt: skip
    total = float(last["presence"]) + sum(float(row["value"]) for row in table[-3:])
    assert total == pytest.approx(float(last["whole"]))
    page = (tmp_path / "out" / "inside-5.html").read_text()
    assert page.count("plotly.js v") == 1, "its code stands in it once"
    assert page.count("Plotly.newPlot(") == 3


@pytest.mark.usefixtures("worker")
def test_nothing_is_written_where_a_sample_cannot_be_looked_into(
    shapviz: Shapviz, store: RunStore, tmp_path: Path
) -> None:
    ended(store, "mine")
    answer: Future[str] = Future()
    answer.set_exception(UsageError("Row 9 is not in the test split.", remedy="Ask for others."))
    with patch("shapviz.cli.inside_files.Lab", return_value=Mock(ask=lambda _: answer)):
        result = shapviz("attribute", "mine", "--methods", "exact", "--out", str(tmp_path / "out"), "--inside", "9")
    assert result.exit_code == 2
    assert "Row 9 is not in the test split." in result.stderr
    assert not (tmp_path / "out").exists()


def test_detached_it_only_queues(shapviz: Shapviz, store: RunStore) -> None:
    run = ended(store, "mine")
    said = shapviz("attribute", "mine", "--detach").stdout.split()
    [study] = store.forks(run.id)
    assert said == [study.id]
    assert (study.status, study.spec.attribution) == ("queued", attributed.EVERYTHING)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("minne",), "Did you mean 'mine'?"),
        (("mine", "--methods", "captum.shaply"), "Did you mean 'captum.shapley'?"),
        (("mine", "--methods", ","), "--methods names none"),
        (("mine", "--samples", "0"), "expected at least 1, found 0"),
        (("mine", "--samples", "few"), "attribution.samples"),
        (("mine", "--payoff", "logits"), "Did you mean 'logit'?"),
        (("mine", "--target", "class:33"), "'race' has no class '33'"),
        (("mine", "--target", "3"), "expected 'true', 'predicted' or 'class:NAME'"),
        (("mine", "--baseline", "zeros"), "Did you mean 'zero'?"),
        (("mine", "--calls", "0"), "attribution.calls"),
        (("mine", "--checks", "all"), "attribution.checks"),
        (("mine", "--inside", "5"), "--inside writes files."),
        (("mine", "--out", "nowhere", "--inside", "five"), "expected rows of the dataset with commas between"),
        (("mine", "--out", "nowhere", "--inside", ","), "expected rows of the dataset with commas between"),
        (("bare",), "'bare' has no checkpoints"),
        (("busy",), "'busy' is queued: its network is still changing"),
    ],
)
def test_bad_input_queues_nothing(shapviz: Shapviz, store: RunStore, words: tuple[str, ...], said: str) -> None:
    ended(store, "mine")
    ArtifactStore.open().delete_run(ended(store, "bare", seed=1).id)
    store.set_status(ended(store, "busy", seed=2).id, "queued")
    result = shapviz("attribute", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(store.list()) == 3


def test_everything_that_is_wrong_is_said_at_once(shapviz: Shapviz, store: RunStore) -> None:
    store.set_status(ended(store, "busy").id, "queued")
    result = shapviz("attribute", "busy", "--methods", "exat", "--samples", "0", "--payoff", "accuracy")
    for said in ("Did you mean 'exact'?", "found 0", "attribution.payoff", "still changing", "Wait for it"):
        assert said in result.stderr


def waiting_job(run: RunInfo, progress: Progress | None, state: State = "running") -> JobInfo:
    return JobInfo(
        run_id=run.id,
        state=state,
        place=None,
        progress=progress,
        control="go",
        pause_when=None,
        priority=0,
        submitted_at=None,
        pid=None,
    )


def test_whoever_waits_is_told_how_long_once_and_what_is_left_beside_the_bar(
    store: RunStore, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ended(store, "mine")
    told = [Progress(epoch=3, fraction=each, doing="attributing", left=left) for each, left in ((0, 40), (0.5, 20))]
    jobs = iter([*(waiting_job(run, progress) for progress in told), waiting_job(run, None, state="finished")])
    queue = Mock(job=lambda _: next(jobs))
    with patch("shapviz.cli.follow.LOOK", 0):
        follow.follow(store, queue, run)
    assert capsys.readouterr().err.count("This takes about 40 s. Ctrl-C stops it.") == 1
    assert follow.words(waiting_job(run, told[1])) == "attributing 50%, about 20 s left"
    assert follow.words(waiting_job(run, Progress(epoch=3, fraction=0.2, doing="checking"))) == "checking 20%"
