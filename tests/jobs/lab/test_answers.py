"""Answers that are kept, and those that make room."""

from threading import Event, Thread

from shapviz.jobs.lab.answers import Answers


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    answers = Answers(most=10)
    answers.keep("a", "1234")
    answers.keep("b", "1234")
    assert answers.get("a") == "1234"
    answers.keep("c", "1234")
    assert (answers.get("a"), answers.get("b"), answers.get("c")) == ("1234", None, "1234")


def test_an_answer_takes_the_place_of_an_earlier_one_and_none_is_larger_than_all_together() -> None:
    answers = Answers(most=10)
    for _ in range(3):
        answers.keep("a", "123456")
    answers.keep("b", "1234")
    assert (answers.get("a"), answers.get("b")) == ("123456", "1234")
    answers.keep("c", "12345678901")
    assert answers.get("c") is None
    answers.keep("d", "1")
    assert answers.get("d") == "1"


def test_nothing_is_left_when_all_is_forgotten() -> None:
    answers = Answers(most=4)
    answers.keep("a", "1234")
    answers.clear()
    assert answers.get("a") is None
    answers.keep("b", "1234")
    assert answers.get("b") == "1234"


class Long(str):
    """A text whose length takes a while to be found."""

    def __init__(self, _: str) -> None:
        self.asked, self.found = Event(), Event()

    def __len__(self) -> int:
        self.asked.set()
        self.found.wait()
        return super().__len__()


def test_two_that_keep_answers_at_once_are_both_counted() -> None:
    answers, long = Answers(most=10), Long("123456")
    first = Thread(target=answers.keep, args=("a", long), daemon=True)
    second = Thread(target=answers.keep, args=("b", "123456"), daemon=True)
    first.start()
    long.asked.wait()
    second.start()
    second.join(0.2)  # were it not kept waiting, it would be done by then
    long.found.set()
    first.join()
    second.join()
    assert (answers.get("a"), answers.get("b")) == (None, "123456"), "both together are too long"
