"""The app's side of the lab: questions from any thread, answers as JSON. Loads no torch."""

import logging
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import RLock

from shapviz.errors import ShapvizError
from shapviz.jobs import source
from shapviz.jobs.lab.answers import Answers
from shapviz.jobs.lab.child import Child
from shapviz.jobs.lab.lines import WORD, Answered, Asked, Begun, Failed, Ready
from shapviz.jobs.lab.questions import Question, key_of
from shapviz.jobs.spawn import log_path

PATIENCE = 60.0  # seconds to wait for an answer, and for any word of a lab that has something to answer
MOST_DEATHS = 2  # of labs over the same question, which then is to blame
GRUDGE = 60.0  # seconds for which such a question is not asked again

log = logging.getLogger(__name__)


@dataclass
class _Request:
    """A question that waits for its answer."""

    line: str
    answer: Future[str] = field(default_factory=Future)
    deaths: int = 0


class Lab:
    """Has questions answered by a child process, which is started when it is first needed and again when it has died.

    A question that several ask at once is answered once. When the process dies, the next one is asked what it was
    asked, and nobody need know; but a question over which two have died is refused for a while.

    Args:
        hire: Starts the process, as `Child` does.
        clock: Gives seconds that only ever rise.
        changed: Says when the code was last changed.
    """

    def __init__(
        self,
        hire: Callable[[Callable[[Child, str], None], Callable[[Child], None]], Child] = Child,
        clock: Callable[[], float] = time.monotonic,
        changed: Callable[[], float] = source.newest,
    ) -> None:
        self._hire, self._clock, self._changed = hire, clock, changed
        self._lock = RLock()
        self._child: Child | None = None
        self._is_ready = False
        self._under_way: str | None = None
        self._heard_at = clock()
        self._code = changed()
        self._waiting: dict[str, _Request] = {}
        self._answers = Answers()
        self._blamed: dict[str, float] = {}

    def ask(self, question: Question) -> Future[str]:
        """Return the answer to come, a JSON document; it ends with a ShapvizError where there can be none.

        Nobody else's answer suffers if whoever asked waits no longer, as long as the future is not cancelled.
        """
        key = key_of(question)
        with self._lock:
            self._rouse()
            if (text := self._answers.get(key)) is not None:
                return _settled(text)
            if self._clock() < self._blamed.get(key, 0.0):
                return _settled(_deadly())
            if (request := self._waiting.get(key)) is None:
                request = self._waiting[key] = _Request(Asked(key=key, question=question).model_dump_json())
                self._send([request])
            return request.answer

    def known(self, question: Question) -> str | None:
        """Return the answer if it is known already; the process is not asked."""
        with self._lock:
            return self._answers.get(key_of(question))

    def warm(self) -> None:
        """Have a process that knows the code as it is now, and has loaded it when the first question comes.

        To be called as a visit begins: during one, a change of the code would only keep people waiting.

        Raises:
            ShapvizError: If it cannot be started.
        """
        with self._lock:
            self._renew()
            self._running()

    def close(self) -> None:
        """End the process; whoever still waits is told that there will be no answer."""
        with self._lock:
            self._dismiss()
            self._fail(ShapvizError("The lab was closed.", remedy="Start the app again."))

    def _renew(self) -> None:
        """Replace a process that has loaded other code than there is now."""
        if (code := self._changed()) != self._code:
            self._code = code
            self._answers.clear()
            self._dismiss()
            self._send(self._waiting.values())

    def _rouse(self) -> None:
        """End a process that has fallen silent over what it was asked; `_ended` does the rest."""
        if self._child and self._waiting and self._clock() - self._heard_at > PATIENCE:
            self._heard_at = self._clock()
            self._child.kill()

    def _send(self, requests: Collection[_Request]) -> None:
        """Ask the process, or tell everybody why there is none."""
        if not requests:
            return
        try:
            child = self._running()
        except ShapvizError as error:
            self._fail(error)
            return
        if len(self._waiting) == len(requests):  # nobody has waited, so nothing was to be heard
            self._heard_at = self._clock()
        for request in requests:
            child.say(request.line)

    def _running(self) -> Child:
        if self._child is None:
            self._is_ready, self._under_way = False, None
            self._child = self._hire(self._heard, self._ended)
        return self._child

    def _dismiss(self) -> None:
        """End the process, and hear no more of it."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def _heard(self, child: Child, line: str) -> None:
        with self._lock:
            if child is not self._child:
                return
            self._heard_at = self._clock()
            match WORD.validate_json(line):
                case Ready():
                    self._is_ready = True
                case Begun(key=key):
                    self._under_way = key
                case Answered(key=key, text=text):
                    self._answers.keep(key, text)
                    self._waiting.pop(key).answer.set_result(text)
                case Failed(key=key) as failed:
                    self._waiting.pop(key).answer.set_exception(failed.error())

    def _ended(self, child: Child) -> None:
        """Ask the next process what this one was asked, but for what has killed two of them."""
        with self._lock:
            if child is not self._child:
                return
            self._child = None
            log.warning("The lab ended unexpectedly; it was asked %d questions.", len(self._waiting))
            if not self._is_ready:
                self._fail(_stillborn())
            elif self._under_way in self._waiting:
                self._hold_to_account(self._under_way)
            self._send(self._waiting.values())

    def _hold_to_account(self, key: str) -> None:
        self._waiting[key].deaths += 1
        if self._waiting[key].deaths >= MOST_DEATHS:
            self._blamed[key] = self._clock() + GRUDGE
            self._waiting.pop(key).answer.set_exception(_deadly())

    def _fail(self, error: ShapvizError) -> None:
        requests = list(self._waiting.values())
        self._waiting.clear()
        for request in requests:
            request.answer.set_exception(error)


def _settled(outcome: str | ShapvizError) -> Future[str]:
    """Return a future that has come."""
    future: Future[str] = Future()
    if isinstance(outcome, str):
        future.set_result(outcome)
    else:
        future.set_exception(outcome)
    return future


def _stillborn() -> ShapvizError:
    return ShapvizError(
        "The lab ended before it could answer anything.",
        remedy=f"{log_path()} says why, and so does: shapviz doctor",
    )


def _deadly() -> ShapvizError:
    return ShapvizError(
        f"The lab stopped unexpectedly, was started again, and stopped over the same question {MOST_DEATHS} times.",
        remedy=f"Ask something else; other questions are answered. {log_path()} has the details.",
    )
