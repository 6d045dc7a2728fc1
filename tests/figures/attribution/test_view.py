"""Whatever methods say can be shown: no crash, no number that is none, no word that numbers contradict."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.errors import UsageError
from shapviz.figures.attribution.scene import OFFERED, Scene
from shapviz.figures.attribution.view import Views, view
from shapviz.figures.words import plain
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Question, Refused
from shapviz.runs.checks import (
    Agreement,
    Budget,
    Curve,
    Curves,
    Disagreement,
    Finding,
    Number,
    Pair,
    Sanity,
    Spent,
    Step,
)
from shapviz.runs.methods import METHODS
from tests.figures.attribution.scenes import KINDS, attribution, game, kinds, scene, shown
from tests.figures.strategies import THEMED

PAYOFFS = st.sampled_from(["probability", "log_likelihood", "logit"])
SCALES = st.sampled_from([0.0, 1e-12, 1e-4, 0.01, 0.3, 1.0])


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Draw anything that may be known of a network of 2 to 6 modalities, from nothing to all checks."""
    players = kinds(draw(st.integers(2, 6)))
    samples = draw(st.sampled_from([1, 2, 25]))
    dice = np.random.default_rng(draw(st.integers(0, 999)))
    scale = draw(SCALES)

    def numbers(*shape: int) -> np.ndarray:
        return scale * dice.standard_normal(shape)

    worths = 0.3 + numbers(samples, 2 ** len(players))
    question = Question(payoff=draw(PAYOFFS))
    methods = draw(st.lists(st.sampled_from(OFFERED[1:]), unique=True, max_size=6))
    said = {name: _said(draw, name, worths, numbers, players, question) for name in methods}
    shut = [name for name in OFFERED[1:] if name not in methods and draw(st.booleans())]
    refused = {name: Refused(method=name, problem="It cannot be.", remedy="Choose another.") for name in shut}
    more: dict[str, Any] = {"question": question, "refused": refused, "row": 500 + draw(st.integers(0, samples - 1))}
    more["costs"] = {name: draw(st.floats(0, 1e5)) for name in OFFERED if draw(st.booleans())}
    if draw(st.booleans()):
        tables = {"row": 500, "players": tuple(players), "question": question, "numbers": numbers}
        more |= _checks(draw, list(said), tables, samples)
    known = scene(
        worths, said, players=players, right=dice.random(samples) < draw(st.sampled_from([0, 0.5, 1])), **more
    )
    if draw(st.booleans()):
        return known
    return Scene(known.run, 3, players, question, attributions={} if draw(st.booleans()) else said, row=known.row)


def _said(draw: st.DrawFn, name: str, worths: np.ndarray, numbers: Any, players: dict, question: Question) -> Any:
    values = numbers(len(worths), len(players)) * draw(st.sampled_from([0, 1]))
    width = np.abs(numbers(len(worths), len(players)))
    drawn = {"low": values - width, "high": values + width} if METHODS[name].draws else {}
    return attribution(name, worths, values, players, question=question, **drawn)


def _checks(draw: st.DrawFn, methods: list[str], about: dict[str, Any], samples: int) -> dict[str, Any]:
    """Return results of checks with values at their ends and in between, and with none."""
    asked = {"question": about["question"], "players": about["players"]}
    names = ["exact", *methods]
    pairs = [(one, other) for place, one in enumerate(names) for other in names[:place]]
    return {
        "agreement": Agreement(
            level="modality", methods=tuple(names), samples=samples, leading=0.5, negligible=0.1, completeness=(),
            pairs=tuple(_pair(draw, pair) for pair in pairs),
            worst=tuple(Disagreement(row=500, distance=0.5, methods=pair) for pair in pairs[:3]), **asked,
        ),
        "sanity": Sanity(question=about["question"], rows=(500,), seeds=1, findings=tuple(_findings(draw, names))),
        "budget": _budget(asked, about["numbers"]),
        "curves": _curves(draw, asked, len(about["players"])),
    }  # fmt: skip


def _pair(draw: st.DrawFn, methods: tuple[str, str]) -> Pair:
    def share() -> Interval | None:
        return draw(st.sampled_from([None, Interval(1, 1, 1), Interval(0, 0, 0), Interval(0.4, 0.1, 0.8)]))

    return Pair(
        methods=methods, rank=share(), unranked=0, sign=share() or Interval(1, 1, 1), leader=share(), leaderless=0,
        top=share(), distance=share(), worst=(),
    )  # fmt: skip


def _findings(draw: st.DrawFn, methods: list[str]) -> Iterator[Finding]:
    for check in ("randomised_weights", "duplicated_modality"):
        for name in methods:
            verdict = draw(st.sampled_from(["passes", "fails", "inconclusive", "not applicable"]))
            number = Number(name="share", value=Interval(0.1, 0, 0.2), over="samples", unit="share")
            yield Finding(
                check=check, method=name, verdict=verdict, expected="so", reason="it is so", modality="words",
                numbers=(number,) * (verdict == "fails"), steps=(Step(layers="head", rank=None, distance=None),),
            )  # fmt: skip


def _budget(asked: dict[str, Any], numbers: Any) -> Budget:
    players = len(asked["players"])

    def spent(calls: int) -> Spent:
        values = numbers(1, players)
        return Spent(
            calls=calls, values=values, low=values - 0.1, high=values + 0.1, error=0.1, half_width=0.1, coverage=0.9
        )

    return Budget(
        method="sampled", rows=(500,), runs=2, exact=numbers(1, players), enumerated=2**players,
        spent=(spent(8), spent(8), spent(64)), **asked,
    )  # fmt: skip


def _curves(draw: st.DrawFn, asked: dict[str, Any], players: int) -> Curves:
    worth = (Interval(0.5, 0.4, 0.6),) * (players + 1)

    def curve() -> Curve:
        area = draw(st.floats(0, 1))
        return Curve(counts=tuple(range(players + 1)), worth=worth, area=Interval(area, area, area))

    ways = {way: curve() for way in ("insertion", "deletion", "random_insertion", "random_deletion")}
    return Curves(method="exact", rows=(500,), orders=50, **asked, **ways)


@settings(max_examples=60, deadline=None)
@given(scenes(), THEMED, st.booleans())
def test_anything_that_is_known_can_be_shown(known: Scene, theme: Any, compact: bool) -> None:
    told = view(known, theme, compact=compact)
    text = json.dumps(told, allow_nan=False)
    assert "nan" not in text.lower()
    assert "None" not in text
    for sentence in sentences(told):
        for part in sentence:
            assert isinstance(part, str) or next(iter(part)) in ("tag", "strong", "unsure")
            assert isinstance(part, str) or part.get("tag", known.players[0]) in known.players
    for chart in charts(told):
        assert chart["alt"]
        assert chart["subtitle"]
        assert plain(chart["title"])
        assert chart["table"]["rows"]
        assert all(len(row) == len(chart["table"]["columns"]) for row in chart["table"]["rows"])
    words_hold(known, told)


@settings(max_examples=15, deadline=None)
@given(scenes(), THEMED, st.booleans())
def test_what_views_have_in_common_is_the_same_as_if_each_were_drawn_alone(
    known: Scene, theme: Any, compact: bool
) -> None:
    views = Views(replace(known, row=None, budget=None, curves=None), theme, compact)
    views.of(None, None, None)
    for row in (known.row, 500, None):
        alone = view(replace(known, row=row), theme, compact=compact)
        assert views.of(row, known.budget, known.curves) == alone


@settings(max_examples=15, deadline=None)
@given(scenes())
def test_where_no_sample_is_in_view_nothing_is_told_of_one(known: Scene) -> None:
    told = shown(replace(known, row=None, budget=None, curves=None))
    assert told["sample"] is None
    assert told["waterfall"]["sample"] == {"alone": None, "values": None}
    assert all(list(row["bars"]) == ["all"] for row in told["methods"]["rows"] if row["bars"])
    assert all(list(row["worth"]) == ["all"] for row in (told["coalitions"] or {"rows": []})["rows"])


def words_hold(known: Scene, told: Any) -> None:
    """Fail where the headline names somebody as leader who has not the greatest share."""
    exact = known.attributions.get("exact")
    said = plain(told["finding"])
    if exact is not None and said.startswith("Exact says ") and len(exact.rows) > 1:
        leader = next(part["tag"] for part in told["finding"] if isinstance(part, dict))
        assert known.players[int(np.abs(exact.values).mean(axis=0).argmax())] == leader
    for row in told["methods"]["rows"]:
        for bars in (row["bars"] or {}).values():
            assert (
                sum(segment["width"] for segment in bars["shares"]) == pytest.approx(1, abs=0.01) or not bars["shares"]
            )
            for segment in (*bars["shares"], *bars["signed"]):
                assert 0 <= segment["left"] <= segment["left"] + segment["width"] <= 1.001


def sentences(part: Any) -> Iterator[list]:
    """Yield every list that holds a tag, stressed words or unsure ones."""
    if isinstance(part, dict):
        for name, each in part.items():
            yield from sentences(each) if name != "figure" else ()
    elif isinstance(part, list):
        if any(isinstance(each, dict) and len(each) == 1 for each in part):
            yield part
        else:
            for each in part:
                yield from sentences(each)


def charts(told: Any) -> Iterator[Any]:
    """Yield every chart of a view."""
    falls = (told["waterfall"][scope][form] for scope in ("all", "sample") for form in ("alone", "values"))
    for chart in (*falls, told["space"]["chart"], told["budget"], told["curves"], told["history"]):
        if chart is not None:
            yield chart


def test_before_anything_is_known_everything_is_offered() -> None:
    told = shown(Scene("plain-heron", 3, KINDS, Question(), costs={"shap.kernel": 12.3}))
    assert plain(told["finding"]) == "No method has answered yet"
    said = {row["method"]: row["said"] for row in told["methods"]["rows"]}
    assert list(said) == list(OFFERED)
    assert said["exact"] == "not run yet: about 8 calls a sample"
    assert said["shap.kernel"] == "not run yet: about 8 calls a sample, about 12 s"


def test_what_is_refused_says_why() -> None:
    no = Refused(method="shapiq.exact", problem="shapiq is not installed.", remedy="pip install shapiq")
    told = shown(scene(game(), refused={"shapiq.exact": no}))
    (row,) = [row for row in told["methods"]["rows"] if row["method"] == "shapiq.exact"]
    assert (row["state"], row["said"], row["remedy"]) == ("refused", no.problem, no.remedy)


def test_names_cannot_become_markup() -> None:
    players = {"<i>x</i>": "image", "<b>y</b>": "text", "z": "text"}
    told = shown(scene(game(Noto=0.3), players=players))
    drawn = json.dumps([chart["figure"] for chart in charts(told)])
    assert "<i>" not in drawn
    assert "&lt;i&gt;" in drawn


def test_attributions_of_other_modalities_are_refused() -> None:
    worths = game()
    stranger = attribution("exact", worths, np.zeros((100, 3)), ("a", "b", "c"))
    with pytest.raises(UsageError, match="expected Twemoji, Noto, words"):
        Scene("plain-heron", 3, KINDS, Question(), attributions={"exact": stranger})


def test_worths_of_other_samples_are_refused() -> None:
    with pytest.raises(UsageError, match=r"\(100, 8\); found one of \(99, 8\)"):
        replace(scene(game()), worths=game()[1:])


def test_worths_of_more_samples_than_the_exact_values_are_about_are_left_out() -> None:
    known = scene(game())
    few = attribution("shap.exact", game()[:40], known.attributions["exact"].values[:40], KINDS)
    told = shown(replace(known, attributions={"shap.exact": few}))
    assert told["coalitions"] is None
    assert told["waterfall"]["all"]["alone"] is None
    assert told["waterfall"]["all"]["values"]["table"]["rows"]
