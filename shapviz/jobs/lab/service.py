"""What the lab does all day: answer questions in the order of their urgency, a long answer piece by piece."""

import heapq
import logging
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from itertools import count

from pydantic import ValidationError

from shapviz.errors import ShapvizError
from shapviz.jobs.lab.lines import Answered, Asked, Begun, Failed, Word
from shapviz.jobs.lab.questions import Question
from shapviz.jobs.spawn import log_path

log = logging.getLogger(__name__)

Work = Generator[None, None, str]
"""The making of an answer, as JSON. Wherever it yields, more urgent questions are answered first."""


@dataclass(order=True)
class _Job:
    patient: bool
    number: int  # in the order in which they came
    key: str = field(compare=False)
    work: Work = field(compare=False)


class Service:
    """Takes questions from one thread and answers them in another.

    Args:
        answer: Makes the answer to a question.
        say: Told every word for the app, from the thread that serves.
    """

    def __init__(self, answer: Callable[[Question], Work], say: Callable[[Word], None]) -> None:
        self._answer = answer
        self._say = say
        self._numbers = count()
        self._waiting: list[_Job] = []
        self._changed = threading.Condition()

    def take(self, line: str) -> None:
        """Put the question of a line in its place among those that wait."""
        try:
            asked = Asked.model_validate_json(line)
        except ValidationError:  # without a key there is nobody to tell
            log.exception("A line is no question: %s", line[:200])
            return
        question = asked.question
        self._put(_Job(question.patient, next(self._numbers), asked.key, self._answer(question)))

    def serve(self) -> None:
        """Answer until the process ends."""
        while True:
            self.step()

    def step(self) -> None:
        """Do the next piece of work, once there is one."""
        job = self._next()
        self._say(Begun(key=job.key))
        if (word := self._proceed(job)) is not None:
            self._say(word)
        else:
            self._put(job)

    def _put(self, job: _Job) -> None:
        with self._changed:
            heapq.heappush(self._waiting, job)
            self._changed.notify()

    def _next(self) -> _Job:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            return heapq.heappop(self._waiting)

    def _proceed(self, job: _Job) -> Word | None:
        """Return what came of a piece of work; None if there is more to do."""
        try:
            next(job.work)
        except StopIteration as end:
            return Answered(key=job.key, text=end.value)
        except ShapvizError as error:
            return Failed.of(job.key, error)
        except Exception as error:
            log.exception("A question could not be answered.")
            return Failed.of(job.key, _unexpected(error))
        return None


def _unexpected(error: Exception) -> ShapvizError:
    said = f"{type(error).__name__}: {error}".rstrip(".: ")
    return ShapvizError(f"The lab met an unexpected error: {said}.", remedy=f"{log_path()} has the details.")
