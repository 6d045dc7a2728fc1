"""The networks that the lab holds, and what it asks them to answer a question. Loads no torch by itself."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Protocol

from shapviz.jobs.lab import robustness
from shapviz.jobs.lab.questions import AttributionQuestion, Question, RobustnessQuestion, Subject
from shapviz.jobs.lab.robustness import Bench
from shapviz.jobs.lab.service import Work

LEAST: Final = 2  # networks are held, however large: one, and the one beside it


class Network(Protocol):
    """A trained network and its data. What a lab needs of it is made when that lab first asks."""

    @property
    def size(self) -> int:
        """About how many bytes it takes, once everything has been asked of it."""
        ...

    @property
    def bench(self) -> Bench:
        """The network under any conditions."""
        ...

    def explain(self, question: AttributionQuestion) -> Work:
        """Make the answer to a question about attributions; long ones yield between pieces."""
        ...


class Networks:
    """Opens networks, keeps those that were asked about last, and makes answers with them.

    As many are kept as fit, so that people who look at different runs do not have them opened anew with every question.

    Args:
        open_network: Loads a network, which takes seconds.
        most: How many bytes all that are kept may take, where they are more than `LEAST`.
    """

    def __init__(self, open_network: Callable[[Subject], Network], most: int) -> None:
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
            self._held[key] = self._open(subject)
            while len(self._held) > LEAST and sum(each.size for each in self._held.values()) > self._most:
                self._held.popitem(last=False)
        self._held.move_to_end(key)
        return self._held[key]
