"""What the page shows, as JSON: drawn from what the lab and jobs have said, and drawn once."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, TypeVar

from pydantic import TypeAdapter

from shapviz.figures.attribution.orders import curves_chart
from shapviz.figures.attribution.scene import OFFERED, Scene
from shapviz.figures.attribution.view import Views
from shapviz.figures.theme import THEMES
from shapviz.games.summary import Valuation
from shapviz.jobs.lab.answers import Answers
from shapviz.runs.askable import Worths
from shapviz.runs.attribution import Attribution, Refused
from shapviz.runs.checks import Agreement, Budget, Curves, Sanity
from shapviz.runs.gallery import Gallery
from shapviz.runs.methods import METHODS, Effort
from shapviz.ui.attribution.wishes import ViewWish
from shapviz.ui.labs.wishes import Theme

Kind = TypeVar("Kind")
Kinds = Mapping[str, str]  # by modality, in the order of bits
FOUND: TypeAdapter[Attribution | Refused] = TypeAdapter(Attribution | Refused)
GALLERY, WORTHS = TypeAdapter(Gallery), TypeAdapter(Worths)
AGREEMENT, SANITY = TypeAdapter(Agreement), TypeAdapter(Sanity)
BUDGET, CURVES = TypeAdapter(Budget), TypeAdapter(Curves)
HISTORY: TypeAdapter[Mapping[int, Attribution]] = TypeAdapter(Mapping[int, Attribution])
COSTS: TypeAdapter[Mapping[str, float]] = TypeAdapter(Mapping[str, float])
_READ = 64  # answers that are kept as objects: two visitors with all methods
_QUESTIONS = 8  # of which is kept what the views of all samples have in common


@dataclass(frozen=True)
class Told:
    """What is known of a network's attributions: answers of the lab as JSON, and what jobs have left."""

    run: str  # its name
    epoch: int
    gallery: str
    worths: str
    found: Mapping[str, str]  # by method
    stored: Mapping[str, Attribution] = field(default_factory=dict)  # by method
    recorded: Mapping[int, Valuation] = field(default_factory=dict)  # by epoch
    agreement: str | None = None
    sanity: str | None = None
    history: str | None = None
    costs: str | None = None
    budget: str | None = None  # of the sample in view
    curves: str | None = None  # of the sample in view, or of all

    @property
    def texts(self) -> list[str]:
        """All of it that a view depends on, in one order."""
        return [*self.shared, str(self.budget), str(self.curves)]

    @property
    def shared(self) -> list[str]:
        """All of it that is not about one sample, in one order."""
        jobs = [f"{name} {len(each.rows)} {each.calls} {each.seconds}" for name, each in self.stored.items()]
        answers = (self.gallery, self.worths, *self.found, *self.found.values())
        overall = (self.agreement, self.sanity, self.history, self.costs)
        return [self.run, str(self.epoch), *answers, *jobs, *map(str, overall)]


def samples(gallery: str) -> int:
    """Return how many samples a gallery has."""
    return len(_read(GALLERY, gallery).rows)


def answer(wish: ViewWish, told: Told, kinds: Kinds, effort: Effort, pending: list[str]) -> str:
    """Return the view, and what it would be more complete with.

    Args:
        wish: What was asked for.
        told: What is known.
        kinds: Of the modalities.
        effort: How much methods that draw may spend.
        pending: What is not known yet.
    """
    return f'{{"view":{_drawn_once(wish, told, kinds, effort)},"pending":{json.dumps(pending)}}}'


def order(curves: str, modality: str, theme: Theme) -> str:
    """Return the chart of curves inside a modality, as JSON. It stands in a narrow column."""
    chart = curves_chart(_read(CURVES, curves), THEMES[theme], compact=True, modality=modality)
    return json.dumps(chart, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def outcome(text: str) -> Attribution | Refused:
    """Return what a method has answered."""
    return _read(FOUND, text)


def _drawn_once(wish: ViewWish, told: Told, kinds: Kinds, effort: Effort) -> str:
    key = _key(wish, told.texts, {"token"})
    if (text := _drawn().get(key)) is None:
        shared = _key(wish, told.shared, {"token", "row"})
        views = _views(_Question(shared, lambda: _scene(wish, told, kinds, effort), wish.theme, wish.compact))
        shown = views.of(wish.row, _maybe(BUDGET, told.budget), _maybe(CURVES, told.curves))
        text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        _drawn().keep(key, text)
    return text


def _key(wish: ViewWish, texts: Sequence[str], besides: set[str]) -> str:
    """Return what stands for a wish, but for some of it, and what was told."""
    digest = blake2b(wish.model_dump_json(exclude=besides).encode(), digest_size=16)
    for text in texts:
        digest.update(f"{len(text)} ".encode())
        digest.update(text.encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class _Question:
    """A question with all that is known of it but for single samples."""

    key: str  # stands for everything else here
    scene: Callable[[], Scene] = field(compare=False)
    theme: str
    compact: bool


@lru_cache(maxsize=_QUESTIONS)
def _views(question: _Question) -> Views:
    return Views(question.scene(), THEMES[question.theme], question.compact)


def _scene(wish: ViewWish, told: Told, kinds: Kinds, effort: Effort) -> Scene:
    found = {method: outcome(text) for method, text in told.found.items()}
    known = dict(told.stored) | {name: each for name, each in found.items() if isinstance(each, Attribution)}
    return Scene(
        told.run,
        told.epoch,
        kinds,
        wish.question,
        attributions={name: known[name] for name in METHODS if name in known},
        refused={name: each for name, each in found.items() if isinstance(each, Refused)},
        costs=_read(COSTS, told.costs or "{}"),
        effort=effort,
        offered=wish.methods or OFFERED,
        gallery=_read(GALLERY, told.gallery),
        worths=_read(WORTHS, told.worths).worths,
        agreement=_maybe(AGREEMENT, told.agreement),
        sanity=_maybe(SANITY, told.sanity),
        history=_read(HISTORY, told.history or "{}"),
        recorded=told.recorded,
    )


@cache
def _drawn() -> Answers:
    return Answers()


def _read(kind: TypeAdapter[Kind], text: str) -> Kind:
    """Return an answer as an object. The same few are looked at again and again."""
    read: Kind = _read_once(kind, text)
    return read


def _maybe(kind: TypeAdapter[Kind], text: str | None) -> Kind | None:
    return None if text is None else _read(kind, text)


@lru_cache(maxsize=_READ)
def _read_once(kind: TypeAdapter[Any], text: str) -> Any:
    return kind.validate_json(text)
