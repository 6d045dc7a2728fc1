"""The networks that the lab holds, and what it asks them to answer a question. Loads no torch by itself."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Protocol

from shapviz.jobs.lab import robustness
from shapviz.jobs.lab.questions import AttributionQuestion, Question, RobustnessQuestion, Subject
from shapviz.jobs.lab.robustness import Bench
from shapviz.jobs.lab.service import Work

MOST: Final = 3  # networks held at a time: one, the one beside it, and one that somebody else looks at


class Network(Protocol):
    """A trained network and its data. What a lab needs of it is made when that lab first asks."""

    @property
    def bench(self) -> Bench:
        """The network under any conditions."""
        ...

    def explain(self, question: AttributionQuestion) -> Work:
        """Make the answer to a question about attributions; long ones yield between pieces."""
        ...


class Networks:
    """Opens networks, keeps those that were asked about last, and makes answers with them.

    Args:
        open_network: Loads a network, which takes seconds.
        most: How many are kept.
    """

    def __init__(self, open_network: Callable[[Subject], Network], most: int = MOST) -> None:
        self._open = open_network
        self._most = most
        self._held: OrderedDict[tuple[str, int, int | None], Network] = OrderedDict()

    def answer(self, question: Question) -> Work:
        """Make the answer; long ones yield between pieces.

        Raises:
            ShapvizError: If the network cannot be opened, or not be asked like this.
        """
        if isinstance(question, RobustnessQuestion):
            return (yield from robustness.answer(question, lambda: self._network(question.subject).bench))
        return (yield from self._network(question.subject).explain(question))

    def _network(self, subject: Subject) -> Network:
        key = (subject.run, subject.epoch, subject.earlier)
        if key not in self._held:
            while len(self._held) >= self._most:  # before the next is loaded: memory never holds one more
                self._held.popitem(last=False)
            self._held[key] = self._open(subject)
        self._held.move_to_end(key)
        return self._held[key]
