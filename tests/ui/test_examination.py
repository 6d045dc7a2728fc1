"""Whoever asks for a verdict is told what it takes, how far it is, and what came of it."""

from dataclasses import replace

import pytest

from shapviz.figures.course import Course
from shapviz.jobs.info import JobInfo
from shapviz.runs.info import Failure, RunInfo
from shapviz.runs.options import Unimodal
from shapviz.runs.records import Progress
from shapviz.ui import examination
from shapviz.ui.shelf import Examined
from shapviz.ui.words import Sentence
from tests.diagnosis.cases import Case, record
from tests.figures import records
from tests.ui.test_standing import JOB, RUN

COURSE = records.course(20)
DONE = RUN.model_copy(update={"status": "finished", "epoch": 20})


def said(sentence: Sentence) -> str:
    return "".join(part if isinstance(part, str) else next(iter(part.values())) for part in sentence)


def offered(run: RunInfo = DONE, course: Course = COURSE, kept: tuple[int, ...] = (20,)) -> str:
    offer = examination.offer(run, course, kept)
    assert offer is not None
    return f"{said(offer['say'])} {offer['button']}, {offer['cost']}"


def asked(by: RunInfo, job: JobInfo = JOB) -> examination.Asked:
    found = examination.asked(Examined(by=by), job)
    assert found is not None
    return found


def test_the_price_is_the_time_that_the_run_took() -> None:
    assert offered().endswith("Ask for a verdict, takes about 8\u00a0s")


def test_without_a_checkpoint_of_the_end_it_is_trained_once_more() -> None:
    assert offered(kept=(3, 4)).endswith("Train with a verdict, anew, about 17\u00a0s")


def test_ceilings_tell_who_is_below_and_not_why() -> None:
    low = replace(COURSE, ceilings={"hare": 0.2, "tortoise": 0.95})
    assert offered(course=low).startswith("tortoise reaches ")
    assert "Starved or unheard?" in offered(course=low)
    assert offered(course=replace(COURSE, ceilings={"hare": 0.2})).startswith("Nobody is clearly below its ceiling.")
    assert offered(course=replace(COURSE, ceilings={})).startswith(" Ask")


@pytest.mark.parametrize(
    "changes",
    [{"status": "running"}, {"status": "stopped", "epoch": 0}, {"spec": RUN.spec.with_strategy(Unimodal())}],
)
def test_where_there_can_be_no_verdict_none_is_offered(changes: dict[str, object]) -> None:
    assert examination.offer(DONE.model_copy(update=changes), COURSE, (0, 20)) is None


def test_an_examination_under_way_says_how_far_it_is_and_cannot_be_asked_for_again() -> None:
    waiting = asked(RUN.model_copy(update={"status": "queued"}))
    assert waiting["busy"]
    begun = JOB.model_copy(update={"progress": Progress(epoch=20, fraction=1.0)})
    assert asked(RUN.model_copy(update={"status": "queued"}), begun) == waiting
    half = JOB.model_copy(update={"progress": Progress(epoch=20, fraction=0.57, doing="probing")})
    assert said(asked(RUN, half)["say"]).endswith("50 %")


def test_one_that_failed_says_why_and_can_be_asked_for_again() -> None:
    failure = Failure(problem="The disk is full.", remedy="Make room.")
    failed = asked(RUN.model_copy(update={"status": "failed", "error": failure}))
    assert said(failed["say"]) == "The examination failed. The disk is full. Make room."
    assert not failed["busy"]


def test_of_one_that_has_brought_its_verdict_nothing_is_said() -> None:
    found = record({"hare": Case(), "fox": Case()})
    assert examination.asked(Examined(found, RUN), JOB) is None
    assert examination.asked(Examined(), None) is None
