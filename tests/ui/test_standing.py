"""How a run stands is said as it is, and no more often than it changes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shapviz.figures.course import Course
from shapviz.jobs.info import JobInfo
from shapviz.jobs.when import When
from shapviz.runs.info import Failure, RunInfo
from shapviz.runs.records import Progress
from shapviz.runs.spec import RunSpec
from shapviz.ui import standing
from shapviz.ui.shelf import Exhibit
from tests.figures import records

RUN = RunInfo(
    id="0" * 32,
    name="calm-otter",
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    origin="user",
    spec=RunSpec(),
    status="running",
    epoch=7,
    version="0.1.0",
)
JOB = JobInfo(
    run_id=RUN.id,
    state="running",
    place=None,
    progress=None,
    control="go",
    pause_when=None,
    priority=0,
    submitted_at=None,
    pid=None,
)


def told(*, run: dict[str, Any] | None = None, job: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    course: Course | None = options.pop("course", records.course(20, so_far=7))
    info = RUN.model_copy(update=run or {})
    return standing.of(
        Exhibit(info, course, version=(), alive=True), JOB.model_copy(update=job or {}), **{"chosen": True} | options
    )


def line(**options: Any) -> str:
    sentence = told(**options)["standing"]
    return "".join(part if isinstance(part, str) else part["strong"] for part in sentence)


def slow(seconds: float) -> Course:
    *earlier, last = records.run(20)[:8]
    return Course((*earlier, last.model_copy(update={"seconds": seconds})), epochs=20)


def test_the_epoch_under_way_is_said() -> None:
    assert line(job={"progress": Progress(epoch=8, fraction=0.5)}) == "training epoch 8 of 20"


def test_how_much_of_an_epoch_is_done_is_said_in_tenths_where_it_takes_long() -> None:
    said = {
        line(course=slow(9.0), job={"progress": Progress(epoch=8, fraction=percent / 100)}) for percent in range(101)
    }
    assert "training epoch 8 of 20 · 40 %" in said
    assert len(said) == 11


def test_what_comes_after_the_last_epoch_is_said() -> None:
    probing = Progress(epoch=20, fraction=0.42, doing="probing")
    assert line(job={"progress": probing}) == "probing each modality is trained alone · 40 %"
    corrupting = Progress(epoch=20, fraction=0.97, doing="corrupting")
    assert line(job={"progress": corrupting}) == "corrupting the test inputs of one modality at a time · 100 %"


def test_a_worker_without_a_sign_of_life_is_said() -> None:
    assert line(job={"state": "stalled"}).startswith("stalled")


@pytest.mark.parametrize(("place", "words"), [(1, "next in the queue"), (3, "number 3 in the queue")])
def test_who_waits_knows_its_place(place: int, words: str) -> None:
    queued = told(run={"status": "queued", "epoch": None}, job={"state": "queued", "place": place}, course=None)
    assert queued["finding"] == [words.capitalize()]


def test_a_failure_says_what_happened_and_what_to_do() -> None:
    failure = Failure(problem="The loss is no longer finite.", remedy="Learn more slowly.")
    said = told(run={"status": "failed", "error": failure})
    assert said["more"] == ["The loss is no longer finite.", " ", {"strong": "Learn more slowly."}]
    assert "finding" not in said  # what was recorded before still speaks for itself


def test_a_run_of_another_version_says_which() -> None:
    assert line(run={"status": "finished", "epoch": 20, "version": "0.0.9"}).endswith("by shapviz 0.0.9")


def test_only_who_has_not_chosen_a_run_is_invited_to_make_one() -> None:
    recorded = {"origin": "recorded", "status": "finished"}
    assert told(run=recorded, chosen=False)["invitation"] == [standing.INVITATION]
    assert "invitation" not in told(run=recorded)
    assert "invitation" not in told(chosen=False)


def test_a_pause_that_was_asked_for_is_known_to_whoever_opens_the_page() -> None:
    assert told(job={"pause_when": When(epoch=4)})["until"] == '{"epoch":4}'
    assert told()["until"] == ""
