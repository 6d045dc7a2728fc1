"""What the address of Attribution says: which run and epoch, what is asked of them, and which sample is in view."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from pydantic import BaseModel

from shapviz.runs.attribution import CLASS, Baseline, Payoff, Question
from shapviz.runs.inside import Others
from shapviz.runs.methods import METHODS, Effort
from shapviz.ui.labs.naming import Find, name_in, run_in
from shapviz.ui.state import SHORT, epoch_in, one_of

Scope = Literal["all", "sample"]
Whom = Literal[Others, "tree"]  # whom a modality meets; a tree goes through all modalities at once
INSIDE: Final = tuple(name for name, method in METHODS.items() if "inside" in method.levels)
PAYOFFS: Final[tuple[Payoff, ...]] = get_args(Payoff)
BASELINES: Final[tuple[Baseline, ...]] = get_args(Baseline)
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
OTHERS: Final[tuple[Whom, ...]] = get_args(Whom)
TARGETS: Final = ("true", "predicted")
FILTERS: Final = ("wrong", "disagreeing")
BARS: Final = ("shares", "signed")
CALLS: Final = (64, 256, 1024, 4096)  # that methods which draw may be given, for each sample
USUAL: Final = Effort().calls


@dataclass(frozen=True)
class Known:
    """What names may be said of a run."""

    players: Collection[str] = ()
    classes: Collection[str] = ()
    epochs: int = 0  # how far it has come


class Choice(BaseModel, frozen=True):
    """What is shown. The browser changes all of it but the run by itself, and writes the address too."""

    run: str | None = None  # its id; None leaves it to the page
    epoch: int | None = None  # None: the newest
    row: int | None = None  # of the dataset; None leaves it to the page
    question: Question = Question()
    calls: int = USUAL
    bars: str = BARS[0]
    scope: Scope = "all"
    inside: str | None = None  # the method that looks inside modalities; None leaves it to the page
    others: Whom = "averaged"
    filters: tuple[str, ...] = ()
    led: tuple[str, ...] = ()  # only samples that one of these modalities leads; empty: whoever leads
    only: str | None = None  # only samples of this class

    def query(self) -> dict[str, str]:
        """Return the address's query: what differs from the defaults."""
        usual = Choice()
        shown = {
            "run": self.run and self.run[:SHORT],
            "epoch": None if self.epoch is None else str(self.epoch),
            "row": None if self.row is None else str(self.row),
            **{key: _told(getattr(self.question, key), getattr(usual.question, key)) for key in _ASKED},
            **{key: _told(str(getattr(self, key)), str(getattr(usual, key))) for key in _SHOWN},
            "inside": self.inside,
            "filter": ",".join(self.filters),
            "led": ",".join(self.led),
            "class": self.only,
        }
        return {key: value for key, value in shown.items() if value}


_ASKED: Final = ("payoff", "target", "baseline")
_SHOWN: Final = ("calls", "bars", "scope", "others")


def read(query: Mapping[str, str], *, find: Find, known: Callable[[str | None], Known]) -> tuple[Choice, list[str]]:
    """Return what `query` asks for, and a sentence for each thing in it that had to be changed or dropped.

    Args:
        query: The address's query. Nothing in it is trusted.
        find: Gives the id of the run that somebody calls this; None where there is no such run.
        known: Gives what may be said of a run, and for None of the run that the page then shows.
    """
    rest, notes = dict(query), list[str]()
    run = run_in(rest.pop("run", None), find, notes)
    names = known(run)
    choice = Choice(
        run=run,
        epoch=_epoch(rest.pop("epoch", None), names.epochs, notes),
        row=_row(rest.pop("row", None), notes),
        question=Question(
            payoff=one_of("payoff", rest.pop("payoff", PAYOFFS[0]), PAYOFFS, notes),
            target=_target(rest.pop("target", TARGETS[0]), names.classes, notes),
            baseline=one_of("baseline", rest.pop("baseline", BASELINES[0]), BASELINES, notes),
        ),
        calls=_calls(rest.pop("calls", str(USUAL)), notes),
        bars=one_of("bars", rest.pop("bars", BARS[0]), BARS, notes),
        scope=one_of("scope", rest.pop("scope", SCOPES[0]), SCOPES, notes),
        inside=name_in("attribution method", rest.pop("inside", None), INSIDE, notes),
        others=one_of("others", rest.pop("others", OTHERS[0]), OTHERS, notes),
        filters=_several("filter", rest.pop("filter", ""), FILTERS, notes),
        led=_several("modality", rest.pop("led", ""), names.players, notes),
        only=name_in("class", rest.pop("class", None), names.classes, notes),
    )
    notes += [f"'{key[:40]}' says nothing to this page, so it was dropped." for key in rest]
    return choice, notes


def _told(value: str, usual: str) -> str | None:
    return None if value == usual else value


def _epoch(text: str | None, newest: int, notes: list[str]) -> int | None:
    """Return the epoch that was asked for, if the run has come so far. Whose weights are kept is for the lab to say."""
    epoch = epoch_in(text, notes)
    if epoch is None or epoch < newest:
        return epoch
    if epoch > newest:
        notes.append(f"epoch: the run has come to {newest}, found {epoch}; the newest is shown.")
    return None


def _row(text: str | None, notes: list[str]) -> int | None:
    """Return the row that was asked for. Whether it is a test sample is for the lab to say."""
    if text is None or (text.isascii() and text.isdigit() and len(text) <= 9):
        return None if text is None else int(text)
    notes.append(f"row: expected a whole number from 0, found '{text[:40]}'; another sample is shown.")
    return None


def _target(asked: str, classes: Collection[str], notes: list[str]) -> str:
    if not asked.startswith(CLASS):
        return one_of("target", asked, TARGETS, notes)
    name = name_in("class", asked.removeprefix(CLASS), classes, notes)
    return TARGETS[0] if name is None else asked


def _calls(text: str, notes: list[str]) -> int:
    return int(one_of("calls", text, (str(USUAL), *(str(calls) for calls in CALLS if calls != USUAL)), notes))


def _several(kind: str, text: str, names: Collection[str], notes: list[str]) -> tuple[str, ...]:
    """Return the names that were asked for, in their usual order."""
    asked = {name_in(kind, part, names, notes) for part in text.split(",")}
    return tuple(name for name in names if name in asked)
