"""How each modality's mean value moved while the network was trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from shapviz.figures.attribution.answer import Answer
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.lines import Along, Line, Lines
from shapviz.figures.attribution.unit import Unit
from shapviz.figures.canvas import round_ticks
from shapviz.figures.charts import Chart, Table
from shapviz.figures.numbers import UNSURE
from shapviz.figures.sentences import listed, strong, tag
from shapviz.figures.theme import Theme
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval

_NAMED = 2  # who moved, at most


def history(answers: Answers, theme: Theme, *, compact: bool) -> Chart | None:
    """Return mean values by epoch; None while fewer than two epochs are known."""
    moved = _of_weights(answers) or _of_records(answers)
    if moved is None:
        return None
    drawn = Lines(moved.lines, moved.along, moved.unit, theme, compact)
    return {
        "title": moved.title(),
        "subtitle": moved.about,
        "figure": drawn.figure(),
        "height": drawn.height,
        "alt": f"{moved.about}. {moved.listed()}",
        "table": moved.table(),
    }


@dataclass(frozen=True)
class _Moved:
    answers: Answers
    unit: Unit
    about: str
    epochs: dict[int, Sequence[Interval]]  # mean values in the order of the players

    @cached_property
    def lines(self) -> list[Line]:
        """A line for each modality."""
        return [
            Line(player, style, tuple((float(epoch), values[bit]) for epoch, values in self.epochs.items()))
            for bit, (player, style) in enumerate(self.answers.styles.items())
        ]

    @property
    def along(self) -> Along:
        """The epochs, with the one in view; it may lie between those that are known."""
        known, here = [*self.epochs], self.answers.scene.epoch
        first, last = min(known[0], here), max(known[-1], here)
        ticks = [(float(epoch), str(epoch)) for epoch in round_ticks(last, most=6) if epoch >= first]
        return Along("epoch", ticks, float(first), float(last), float(here), f"epoch {here}")

    def title(self) -> Sentence:
        """Return who gains and who loses from the first epoch to the last, where the intervals lie apart."""
        first, *_, last = self.epochs.values()
        changes = {
            player: after.estimate - before.estimate
            for player, before, after in zip(self.answers.players, first, last, strict=True)
            if before.high < after.low or after.high < before.low
        }
        since = f" since epoch {next(iter(self.epochs))}"
        if not changes:
            return [f"Who has moved{since} is ", UNSURE]
        ranked = sorted(changes, key=lambda player: -abs(changes[player]))
        told = [self._moved(player, changes[player]) for player in ranked[:_NAMED]]
        more = len(ranked) - _NAMED
        return [*listed(told), since, f"; {more} more moved" if more > 0 else ""]

    def _moved(self, player: str, change: float) -> Sentence:
        return [tag(player), f" {'gains' if change > 0 else 'loses'} ", strong(self.unit.size(change))]

    def listed(self) -> str:
        """Return the values of the first and the last epoch in words."""
        first, *_, last = self.epochs
        told = (
            f"{player} {self.unit.signed(before.estimate)} to {self.unit.signed(after.estimate)}"
            for player, before, after in zip(self.answers.players, self.epochs[first], self.epochs[last], strict=True)
        )
        return f"From epoch {first} to {last}: {'; '.join(told)}."

    def table(self) -> Table:
        """Return all numbers."""
        return {
            "caption": self.about,
            "columns": ["epoch", "modality", self.unit.name, "low", "high"],
            "rows": [
                [epoch, player, *self.unit.table(value)]
                for epoch, values in self.epochs.items()
                for player, value in zip(self.answers.players, values, strict=True)
            ],
        }


def _of_weights(answers: Answers) -> _Moved | None:
    """Return exact values of the same question, at epochs whose weights are kept and at that in view."""
    known = {epoch: Answer(found) for epoch, found in answers.scene.history.items()}
    if answers.exact is not None:
        known[answers.scene.epoch] = answers.exact
    if len(known) < 2:
        return None
    about = f"Mean φ, {answers.unit.name} of {answers.unit.about} · {answers.samples} test samples · band: 95 %"
    return _Moved(answers, answers.unit, about, {epoch: known[epoch].values for epoch in sorted(known)})


def _of_records(answers: Answers) -> _Moved | None:
    """Return what the run recorded as it was trained: of other samples, and perhaps of another number."""
    known = {epoch: found for epoch, found in answers.scene.recorded.items() if found.players == answers.players}
    if len(known) < 2:
        return None
    last = known[max(known)]
    unit = Unit(last.payoff)
    about = f"φ, {unit.name} of {unit.about} · {last.samples} validation samples, as recorded · band: 95 %"
    return _Moved(answers, unit, about, {epoch: known[epoch].shapley for epoch in sorted(known)})
