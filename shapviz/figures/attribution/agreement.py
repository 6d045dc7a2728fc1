"""How far methods agree, two by two: a lower triangle with names on the diagonal, for each measure of agreement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase
from typing import Final

from shapviz.figures.attribution.answer import named
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.parts import AgreementCell, AgreementRow, Agreements, Measure
from shapviz.figures.charts import Table
from shapviz.figures.labels import bracketed, decimal, points
from shapviz.figures.theme import cividis, on_cividis
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval
from shapviz.runs.checks import Agreement, Pair
from shapviz.runs.methods import METHODS

SHORT: Final = {
    "exact": "exact",
    "leave_one_out": "leave 1",
    "sampled": "sampled",
    "captum.shapley": "C orders",
    "captum.sampling": "C sampled",
    "captum.kernel": "C kernel",
    "captum.ablation": "C ablate",
    "captum.integrated_gradients": "int. grad",
    "captum.deep_lift": "DeepLIFT",
    "captum.gradient_shap": "C grad",
    "captum.input_x_gradient": "grad × in",
    "shap.exact": "S exact",
    "shap.permutation": "S permut.",
    "shap.kernel": "S kernel",
    "shap.partition": "S tree",
    "shap.gradient": "S grad",
    "shapiq.exact": "iq exact",
    "shapiq.sampled": "iq sample",
}
"""Names for the diagonal. C is Captum, S is SHAP, iq is shapiq."""
_ON_DIAGONAL: Final = {False: 6, True: 5}  # methods whose names fit there, by compact
_NUMBERED: Final = {False: 12, True: 8}  # methods whose cells hold numbers
_SPAN: Final = 0.5  # of a share over which colours range at least, so that little disagreement looks little
_WIDE: Final = 0.25  # an interval this wide tells little


@dataclass(frozen=True)
class Kind:
    """One measure of agreement."""

    key: str
    name: str
    asks: str  # completes "Exact Shapley and Leave one out: "
    of: Callable[[Pair], Interval | None]
    share: bool = True  # in [0, 1], told in percent; else a correlation

    def text(self, value: float) -> str:
        """Return a value as cells hold it."""
        return points(value) if self.share else decimal(value)

    def told(self, value: Interval) -> str:
        """Return a value with its interval."""
        if self.share:
            return f"{points(value.estimate)} % [{points(value.low)}, {points(value.high)}]"
        return f"{decimal(value.estimate)} {bracketed(value)}"


KINDS: Final = (
    Kind("leader", "same leader", "the same modality leads", lambda pair: pair.leader),
    Kind("rank", "rank correlation", "rank correlation", lambda pair: pair.rank, share=False),
    Kind("sign", "same sign", "the same sign", lambda pair: pair.sign),
    Kind("top", "same top", "overlap of the leading ones", lambda pair: pair.top),
)
_TITLES: Final = {
    "leader": "The same modality leads in {} of samples",
    "rank": "Modalities are ranked alike: correlation {}",
    "sign": "{} of values have the same sign",
    "top": "The leading modalities overlap by {}",
}
_HOW: Final = (
    "Each cell compares the method of its row with that of its column. Light is agreement; dark is half of it, or the "
    "least of all here where that is less. Hatched: the 95 % interval over samples is over a quarter of the scale."
)


def agreements(answers: Answers, *, compact: bool) -> Agreements:
    """Return the heat map of every measure, or why there is none."""
    found = answers.scene.agreement
    if found is None or not found.pairs:
        few = len(answers.known) < 2
        return {"said": "It takes two methods to agree." if few else "Being compared.", "measures": []}
    return {"said": "", "measures": [_Heat(found, kind, compact).measure() for kind in KINDS]}


@dataclass(frozen=True)
class _Heat:
    agreement: Agreement
    kind: Kind
    compact: bool

    @cached_property
    def methods(self) -> tuple[str, ...]:
        """Those compared, in the order in which pages list them."""
        return tuple(name for name in METHODS if name in self.agreement.methods)

    @cached_property
    def values(self) -> dict[frozenset[str], Interval | None]:
        """Agreement of each two."""
        return {frozenset(pair.methods): self.kind.of(pair) for pair in self.agreement.pairs}

    @cached_property
    def known(self) -> list[Interval]:
        """Of all pairs that have a value."""
        return [value for value in self.values.values() if value is not None]

    def measure(self) -> Measure:
        """Return the triangle with its words."""
        subtitle = self._subtitle()
        return {
            "key": self.kind.key,
            "name": self.kind.name,
            "title": self._title(),
            "subtitle": subtitle,
            "how": _HOW,
            "rows": [self._row(place, method) for place, method in enumerate(self.methods)],
            "alt": f"{subtitle}. {self._listed()}",
            "table": self._table(subtitle),
        }

    def _title(self) -> Sentence:
        if not self.known:
            return ["No sample tells methods apart"]
        low, high = (self.kind.text(pick(each.estimate for each in self.known)) for pick in (min, max))
        unit = " %" if self.kind.share else ""
        return [_TITLES[self.kind.key].format(f"{low}{unit}" if low == high else f"{low} to {high}{unit}")]

    def _subtitle(self) -> str:
        about = f"{self.kind.name} · {self.agreement.samples} samples"
        least = min(
            (pair for pair, value in self.values.items() if value is not None),
            key=lambda pair: self._estimate(pair),
            default=None,
        )
        if least is None:
            return about
        first, second = sorted(least, key=self.methods.index)
        told = self.values[least]
        assert told is not None
        return f"{about} · least: {named(first)} and {named(second)}, {self.kind.told(told)}"

    def _estimate(self, pair: frozenset[str]) -> float:
        value = self.values[pair]
        return value.estimate if value is not None else 1.0

    def _row(self, place: int, method: str) -> AgreementRow:
        on_diagonal = len(self.methods) <= _ON_DIAGONAL[self.compact]
        name = SHORT[method] if on_diagonal else ascii_uppercase[place % len(ascii_uppercase)]
        diagonal: AgreementCell = {
            "text": name, "background": "", "colour": "", "name": True, "unsure": False, "label": named(method),
        }  # fmt: skip
        return {
            "method": method,
            "title": named(method),
            "head": "" if on_diagonal else named(method),
            "cells": [*(self._cell(method, other) for other in self.methods[:place]), diagonal],
        }

    def _cell(self, method: str, other: str) -> AgreementCell:
        value, who = self.values.get(frozenset((method, other))), f"{named(other)} and {named(method)}"
        if value is None:
            return {
                "text": "–", "background": cividis(0), "colour": on_cividis(0), "name": False, "unsure": True,
                "label": f"{who}: no sample tells",
            }  # fmt: skip
        shade = self._shade(value.estimate)
        return {
            "text": self.kind.text(value.estimate) if len(self.methods) <= _NUMBERED[self.compact] else "",
            "background": cividis(shade),
            "colour": on_cividis(shade),
            "name": False,
            "unsure": value.high - value.low > _WIDE * self._whole,
            "label": f"{who}: {self.kind.asks}, {self.kind.told(value)}",
        }

    def _shade(self, value: float) -> float:
        """Return where a value lies between little agreement, 0, and full agreement, 1."""
        return 1 - (1 - value) / max(1 - self._least, self._whole * _SPAN)

    @cached_property
    def _least(self) -> float:
        return min(each.estimate for each in self.known)

    @property
    def _whole(self) -> float:
        """How far apart the ends of the scale are."""
        return 1.0 if self.kind.share else 2.0

    def _listed(self) -> str:
        pairs = ((pair, value) for pair, value in self.values.items() if value is not None)
        told = (
            f"{' and '.join(map(named, sorted(pair, key=self.methods.index)))} {self.kind.told(value)}"
            for pair, value in pairs
        )
        return "; ".join(told) + "."

    def _table(self, caption: str) -> Table:
        scale, digits = (100, 1) if self.kind.share else (1, 3)
        return {
            "caption": caption,
            "columns": ["method", "other method", f"{self.kind.name}{', %' * self.kind.share}", "low", "high"],
            "rows": [
                [*map(named, sorted(pair, key=self.methods.index)), *_ends(value, scale, digits)]
                for pair, value in self.values.items()
            ],
        }


def _ends(value: Interval | None, scale: int, digits: int) -> list[float | None]:
    if value is None:
        return [None, None, None]
    return [round(scale * number, digits) for number in (value.estimate, value.low, value.high)]
