"""In which order the lab answers, what it keeps, and what it says when it cannot."""

import base64
import json
from collections.abc import Callable

import pytest

from shapviz.jobs.lab.lines import Answered, Asked, Begun, Failed, Word
from shapviz.jobs.lab.networks import Networks
from shapviz.jobs.lab.questions import AttributionFactsOf, FactsOf, Question, SoundOf, StripOf, Subject, key_of
from shapviz.jobs.lab.service import Service
from shapviz.runs.robustness import Facts, Reading, Sweep
from tests.jobs.lab import double
from tests.jobs.lab.double import attributed_of, reading_of, subject, sweep_of

Say = Callable[..., list[Word]]


@pytest.fixture
def opened() -> list[str]:
    """Return the runs whose networks were opened, in the order in which they were."""
    return []


@pytest.fixture
def said() -> list[Word]:
    return []


def serving(opened: list[str], said: list[Word], most: int) -> Service:
    """Return a service whose networks may take so many bytes."""

    def open_network(subject: Subject) -> double.Network:
        opened.append(subject.run)
        return double.Network(subject)

    return Service(Networks(open_network, most).answer, said.append)


@pytest.fixture
def service(opened: list[str], said: list[Word]) -> Service:
    return serving(opened, said, most=3 * double.Network.size)


def take(service: Service, *questions: Question) -> None:
    for question in questions:
        service.take(Asked(key=key_of(question), question=question).model_dump_json())


def answers(service: Service, said: list[Word], *questions: Question) -> list[Answered | Failed]:
    """Return what is said in the end, question by question, when they come one at a time."""
    for question in questions:
        take(service, question)
        service.step()
    return [word for word in said if isinstance(word, Answered | Failed)]


def test_every_kind_of_question_has_its_answer(service: Service, said: list[Word]) -> None:
    questions = (
        FactsOf(subject=subject()),
        reading_of(),
        StripOf(subject=subject(), conditions=reading_of().conditions),
        SoundOf(subject=subject(), row=7, modality="audio", corrupted=None, draw=0),
    )
    facts, reading, strip, sound = (word.text for word in answers(service, said, *questions))  # type: ignore[union-attr]
    names = Facts.model_validate_json(facts).names
    assert Reading.model_validate_json(reading).players == names
    assert json.loads(strip) == [{"row": 0, "exhibits": {}}]
    assert base64.b64decode(json.loads(sound)) == b"RIFF\x07"


def test_readings_are_taken_between_the_severities_of_a_sweep(service: Service, said: list[Word]) -> None:
    take(service, sweep_of())
    service.step()
    take(service, reading_of(draw=1), reading_of(draw=2))
    for _ in range(8):
        service.step()
    keys = {key_of(sweep_of()): "sweep", key_of(reading_of(draw=1)): "first", key_of(reading_of(draw=2)): "second"}
    begun = [keys[word.key] for word in said if isinstance(word, Begun)]
    assert begun == ["sweep", "first", "second", *["sweep"] * 6]
    finished = [word for word in said if isinstance(word, Answered)]
    assert [keys[word.key] for word in finished] == ["first", "second", "sweep"]
    assert len(Sweep.model_validate_json(finished[-1].text).measured) == 6


def test_as_many_networks_are_held_as_fit_and_the_one_not_asked_about_longest_makes_room(
    service: Service, said: list[Word], opened: list[str]
) -> None:
    answers(service, said, *(reading_of(run) for run in ("a", "b", "c", "a", "d", "a", "c", "b")))
    assert opened == ["a", "b", "c", "d", "b"]


def test_two_networks_are_held_however_large(said: list[Word], opened: list[str]) -> None:
    cramped = serving(opened, said, most=0)
    answers(cramped, said, *(reading_of(run) for run in ("a", "b", "a", "b", "c", "b", "a")))
    assert opened == ["a", "b", "c", "a"]


def test_a_run_that_has_gone_on_is_opened_anew(service: Service, said: list[Word], opened: list[str]) -> None:
    later = reading_of().model_copy(update={"subject": subject(epoch=4)})
    answers(service, said, reading_of(), later, later)
    assert opened == ["a", "a"]


def test_one_network_serves_both_labs_and_another_epoch_is_another(
    service: Service, said: list[Word], opened: list[str]
) -> None:
    now, then = subject(), subject().model_copy(update={"earlier": 1})
    answers(service, said, reading_of(), AttributionFactsOf(subject=now), AttributionFactsOf(subject=then))
    assert opened == ["a", "a"]
    told = [json.loads(word.text) for word in said if isinstance(word, Answered)][1:]
    assert told == [["attribution_facts", 3], ["attribution_facts", 1]]


def test_what_a_page_begins_with_comes_before_methods_that_take_their_time(service: Service, said: list[Word]) -> None:
    slow, *first = (attributed_of(method) for method in ("captum.kernel", "exact", "leave_one_out"))
    take(service, slow)
    service.step()
    take(service, *first)
    for _ in range(3):
        service.step()
    assert [word.key for word in said if isinstance(word, Begun)] == list(map(key_of, (slow, *first, slow)))


def test_what_cannot_be_done_is_said_and_the_next_question_is_answered(service: Service, said: list[Word]) -> None:
    refused, unexpected, answered = answers(
        service, said, reading_of(draw=double.REFUSED), reading_of(draw=double.UNEXPECTED), reading_of()
    )
    assert isinstance(refused, Failed)
    assert (refused.problem, refused.exit_code) == ("That cannot be.", 2)
    assert isinstance(unexpected, Failed)
    assert (unexpected.problem, unexpected.exit_code) == (
        "The lab met an unexpected error: ZeroDivisionError: a fault of ours.",
        1,
    )
    assert "worker.log" in unexpected.remedy
    assert "Traceback" not in unexpected.problem + unexpected.remedy
    assert isinstance(answered, Answered)


def test_a_line_that_is_no_question_harms_nobody(
    service: Service, said: list[Word], caplog: pytest.LogCaptureFixture
) -> None:
    service.take('{"key": 1, "question": {"kind": "mine"}}\n')
    service.take("no JSON at all\n")
    assert "no question" in caplog.text
    assert len(answers(service, said, reading_of())) == 1
