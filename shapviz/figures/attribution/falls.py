"""The waterfalls with their words: what each knows alone and what they share, and what each gets in the end."""

from __future__ import annotations

from collections.abc import Sequence

from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.finding import target
from shapviz.figures.attribution.game import Game, game
from shapviz.figures.attribution.parts import Falls, Scope
from shapviz.figures.attribution.waterfall import Step, Waterfall
from shapviz.figures.charts import Chart
from shapviz.figures.numbers import UNSURE
from shapviz.figures.sentences import tag
from shapviz.figures.theme import Theme
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval

_COUNTS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


def falls(answers: Answers, scope: Scope, theme: Theme, *, compact: bool) -> Falls:
    """Return the waterfall in both forms, as far as the exact values and the coalitions are known."""
    known = game(answers, scope)
    if known is None:
        return {"alone": None, "values": None}
    return {
        "alone": _alone(known, theme, compact=compact),
        "values": _chart(
            known, _values_title(known), "each by its exact Shapley value", _by_values(known), theme, compact
        ),
    }


def _alone(game: Game, theme: Theme, *, compact: bool) -> Chart | None:
    if game.alone is None or game.block is None:
        return None
    what = "overlap" if game.block.estimate <= 0 else "synergy"
    steps = [*_steps(game, game.alone), Step(what, game.block, hatched=True)]
    return _chart(
        game, _block_title(game, len(game.alone), game.block), f"each alone, then their {what}", steps, theme, compact
    )


def _by_values(game: Game) -> list[Step]:
    return _steps(game, game.values)


def _steps(game: Game, amounts: Sequence[Interval]) -> list[Step]:
    """Return nobody, and each player with its amount."""
    looks = game.answers.styles
    return [
        Step("nobody", game.nobody, whole=True),
        *(Step(player, amount, looks[player]) for player, amount in zip(looks, amounts, strict=True)),
    ]


def _chart(game: Game, title: Sentence, what: str, steps: list[Step], theme: Theme, compact: bool) -> Chart:
    unit = game.answers.unit
    drawn = Waterfall([*steps, Step("all", game.everybody, whole=True)], unit, theme, compact, game.told)
    rounded = " · rounded" if drawn.rounded else ""
    subtitle = f"{unit.about} of {target(game.answers)}, {unit.name} · {what} · {_whose(game)}{rounded}"
    return {
        "title": title,
        "subtitle": subtitle,
        "figure": drawn.figure(),
        "height": drawn.height,
        "alt": f"{subtitle}: {drawn.alt}.",
        "table": {
            "caption": subtitle,
            "columns": ["step", unit.name, "low", "high"],
            "rows": [[step.name, *unit.table(step.amount)] for step in drawn.steps],
        },
    }


def _whose(game: Game) -> str:
    if game.sure:
        return "the sample in view"
    return f"mean over {game.exact.samples} sample{'s' * (game.exact.samples != 1)}"


def _block_title(game: Game, players: int, block: Interval) -> Sentence:
    """Return whether the players are worth more alone or together, as far as the interval of the difference tells.

    It does not follow that they know the same or complete each other: a probability has a ceiling, too, below which
    what is independent overlaps.
    """
    unit, everyone = game.answers.unit, f"the {_COUNTS.get(players, players)}"
    if (game.sure or game.told) and not any(map(unit.seen, (block.low, block.high))):
        return ["Alone they add up to what they reach together"]
    if not game.sure and (block.inconclusive or not game.told):
        return [f"Overlap or synergy of {everyone} is ", UNSURE]
    size = unit.size(block.estimate)
    if block.estimate > 0:
        return [f"Together {everyone} reach {size} more than alone they add up to"]
    return [f"Alone {everyone} add up to {size} more than they reach together"]


def _values_title(game: Game) -> Sentence:
    """Return who adds most, as far as the leads over the others exclude zero."""
    unit, estimates = game.answers.unit, [value.estimate for value in game.values]
    first = max(range(len(estimates)), key=estimates.__getitem__)
    most = game.values[first]
    if most.high < 0 or not any(unit.seen(estimate) for estimate in estimates):
        return ["Nobody adds anything"]
    if (game.sure or game.told) and all(lead.low > 0 for lead in [most, *game.lead(first)]):
        return [tag(game.answers.players[first]), f" adds most: {unit.size(most.estimate)}"]
    return ["Who adds most is ", UNSURE]
