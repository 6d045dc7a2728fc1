"""The app's side: who is asked what, and what becomes of questions when the lab dies. The process is a double."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from shapviz.errors import ShapvizError, UsageError
from shapviz.jobs.lab import client
from shapviz.jobs.lab.client import Lab
from shapviz.jobs.lab.lines import Answered, Asked, Begun, Failed, Ready, Word
from tests.jobs.lab.double import reading_of

FIRST, SECOND, POISON = reading_of(draw=1), reading_of(draw=2), reading_of(draw=3)


class Process:
    """What the lab hires: it says what the test makes it say."""

    def __init__(self, heard: Callable[["Process", str], None], ended: Callable[["Process"], None]) -> None:
        self._heard, self._ended = heard, ended
        self.asked: list[str] = []
        self.killed = False

    def say(self, line: str) -> None:
        self.asked.append(Asked.model_validate_json(line).key)

    def kill(self) -> None:
        self.killed = True

    def speaks(self, *words: Word) -> None:
        for word in words:
            self._heard(self, word.model_dump_json())

    def answers(self, place: int, text: str) -> None:
        self.speaks(Begun(key=self.asked[place]), Answered(key=self.asked[place], text=text))

    def dies(self, over: int | None = None) -> None:
        """End, amid the question at this place, or before anything was begun."""
        self.speaks(Ready())
        if over is not None:
            self.speaks(Begun(key=self.asked[over]))
        self._ended(self)


class World:
    """A lab, the processes that it has hired, and a clock and code that the test changes."""

    def __init__(self) -> None:
        self.hired: list[Process] = []
        self.now = self.code = 0.0
        self.broken = False
        self.lab = Lab(self._hire, lambda: self.now, lambda: self.code)  # type: ignore[arg-type]

    def _hire(self, heard: Callable[[Process, str], None], ended: Callable[[Process], None]) -> Process:
        if self.broken:
            raise ShapvizError("The lab cannot be started.", remedy="Mend it.")
        self.hired.append(Process(heard, ended))
        return self.hired[-1]


@pytest.fixture
def world() -> World:
    return World()


def problem(answer: Future[str]) -> str:
    """Return why there is no answer; it is known already."""
    assert answer.done()
    error = answer.exception()
    assert isinstance(error, ShapvizError)
    return str(error)


def test_nothing_is_started_before_somebody_asks_and_only_once_then(world: World) -> None:
    assert world.hired == []
    world.lab.warm()
    world.lab.ask(FIRST)
    world.lab.ask(SECOND)
    assert [len(process.asked) for process in world.hired] == [2]


def test_equal_questions_under_way_are_answered_once_and_later_ones_from_memory(world: World) -> None:
    together = [world.lab.ask(reading_of(draw=1)) for _ in range(3)]
    assert world.lab.known(FIRST) is None
    world.hired[0].answers(0, "1")
    assert [answer.result(0) for answer in (*together, world.lab.ask(FIRST))] == ["1"] * 4
    assert world.lab.known(FIRST) == "1"
    assert len(world.hired[0].asked) == 1


def test_many_threads_get_their_own_answers(world: World) -> None:
    with ThreadPoolExecutor(32) as pool:
        asked = list(pool.map(lambda draw: world.lab.ask(reading_of(draw=draw % 100)), range(400)))
    process = world.hired[0]
    assert len(process.asked) == 100
    for place, key in enumerate(process.asked):
        process.answers(place, key)
    first, second = asked[:100], asked[100:200]
    assert [answer.result(0) for answer in first] == [answer.result(0) for answer in second]
    assert {answer.result(0) for answer in first} == set(process.asked)


def test_an_error_is_told_and_asked_about_anew(world: World) -> None:
    answer = world.lab.ask(FIRST)
    key = world.hired[0].asked[0]
    world.hired[0].speaks(Failed(key=key, problem="That cannot be.", remedy="Ask another.", exit_code=2))
    assert isinstance(answer.exception(0), UsageError)
    assert problem(answer) == "That cannot be. Ask another."
    world.lab.ask(FIRST)
    assert world.hired[0].asked == [key, key]


def test_what_a_dead_process_was_asked_the_next_one_answers(world: World) -> None:
    answers = [world.lab.ask(FIRST), world.lab.ask(SECOND)]
    world.hired[0].dies(over=0)
    assert world.hired[1].asked == world.hired[0].asked
    for place in (0, 1):
        world.hired[1].answers(place, str(place))
    assert [answer.result(0) for answer in answers] == ["0", "1"]


def test_a_question_over_which_it_dies_twice_is_refused_for_a_while_and_others_are_answered(world: World) -> None:
    poison, other = world.lab.ask(POISON), world.lab.ask(FIRST)
    for process in (0, 1):
        world.hired[process].dies(over=0)
    assert "stopped unexpectedly" in problem(poison)
    assert "worker.log" in problem(poison)
    world.hired[2].answers(0, "fine")
    assert other.result(0) == "fine"
    assert "stopped unexpectedly" in problem(world.lab.ask(POISON))
    assert len(world.hired) == 3
    world.now += client.GRUDGE
    world.lab.ask(POISON)
    assert len(world.hired[2].asked) == 2


def test_a_death_between_questions_is_nobodys_fault(world: World) -> None:
    for _ in range(client.MOST_DEATHS):
        answer = world.lab.ask(FIRST)
        world.hired[-1].dies()
    assert not answer.done()
    assert [len(process.asked) for process in world.hired] == [1, 1, 1]


def test_one_that_never_gets_ready_is_not_started_again_by_itself(world: World) -> None:
    answer = world.lab.ask(FIRST)
    world.hired[0]._ended(world.hired[0])
    assert "shapviz doctor" in problem(answer)
    assert len(world.hired) == 1
    again = world.lab.ask(FIRST)
    world.hired[1].dies(over=0)
    world.hired[2]._ended(world.hired[2])
    assert "shapviz doctor" in problem(again)
    assert len(world.hired) == 3


def test_one_that_cannot_be_started_is_an_error_of_the_question(world: World) -> None:
    world.broken = True
    assert problem(world.lab.ask(FIRST)) == "The lab cannot be started. Mend it."
    world.broken = False
    world.lab.ask(FIRST)
    world.broken = True
    answer = world.lab.ask(SECOND)
    world.hired[0].dies(over=0)
    assert problem(answer) == "The lab cannot be started. Mend it."


def test_one_that_says_nothing_for_too_long_is_ended_but_not_for_having_had_nothing_to_say(world: World) -> None:
    world.lab.warm()
    world.now += 2 * client.PATIENCE
    world.lab.ask(FIRST)
    world.now += 0.9 * client.PATIENCE
    world.lab.ask(SECOND)
    world.hired[0].speaks(Ready(), Begun(key=world.hired[0].asked[0]))
    world.now += 0.9 * client.PATIENCE
    world.lab.ask(SECOND)
    assert not world.hired[0].killed
    world.now += 0.2 * client.PATIENCE
    world.lab.ask(SECOND)
    assert world.hired[0].killed


def test_a_visit_that_begins_finds_new_code_which_answers_also_what_was_under_way(world: World) -> None:
    world.lab.ask(FIRST)
    world.hired[0].answers(0, "old")
    under_way = world.lab.ask(SECOND)
    world.code = 1.0
    assert world.lab.known(FIRST) == "old"
    world.lab.warm()
    assert world.lab.known(FIRST) is None
    assert world.hired[0].killed
    world.hired[0].answers(1, "too late")
    world.hired[0].dies()
    world.lab.ask(FIRST)
    world.hired[1].answers(0, "new")
    assert under_way.result(0) == "new"
    assert len(world.hired) == 2


def test_whoever_waits_when_the_server_ends_is_told(world: World) -> None:
    answer = world.lab.ask(FIRST)
    world.lab.close()
    assert world.hired[0].killed
    assert "closed" in problem(answer)
