"""Who carries which class: the game of each class by itself, as a table of shares in which the colour is the number."""

from collections.abc import Mapping
from typing import Any

from shapviz.figures.course import shares_of
from shapviz.figures.theme import cividis, on_cividis
from shapviz.games.summary import Interval, Valuation
from shapviz.ui.words import Sentence

MOST_NAMED = 2  # classes in the headline
NOTE = (
    "Shares of positive φ (accuracy) among the validation samples of a class, with 95 % intervals over them. The "
    "lighter, the larger; an equal share is in the middle. The most unequal class comes first. "
)
UNDEFINED = "A dash: nobody adds to what the network guesses of this class with no modality present."


def told(games: Mapping[str, Valuation]) -> dict[str, Any]:
    """Return what the page shows of the classes: a headline, column names, and a row a class, the most unequal first.

    Args:
        games: The game that is played over the samples of each class, by its name.
    """
    ordered = sorted(games, key=lambda name: _inequality(games[name]), reverse=True)
    players = next(iter(games.values())).players
    return {
        "title": headline({name: games[name] for name in ordered}),
        "columns": list(players),
        "rows": [_row(name, games[name]) for name in ordered],
        "note": NOTE + (UNDEFINED if any(game.shares is None for game in games.values()) else ""),
    }


def headline(games: Mapping[str, Valuation]) -> Sentence:
    """Return who surely carries which classes: of each modality the most unequal one that it leads beyond doubt."""
    carried: dict[str, str] = {}
    for name, game in games.items():
        leader = _leader(game)
        if leader is not None:
            carried.setdefault(leader, name)
    if not carried:
        return ["No class is surely carried by one modality"]
    told: Sentence = []
    for place, (player, name) in enumerate(list(carried.items())[:MOST_NAMED]):
        told += [", " if place else "", {"tag": player}, f" carries class {name}" if not place else f" class {name}"]
    return told


def _leader(game: Valuation) -> str | None:
    """Return whose share is above all others' beyond their intervals."""
    shares = shares_of(game)
    if shares is None:
        return None
    first, second, *_ = sorted(shares, key=lambda player: -shares[player].estimate)
    return first if shares[first].low > shares[second].high else None


def _inequality(game: Valuation) -> tuple[float, float]:
    """Return how unequal the shares surely are, and then how unequal they look."""
    return (game.edm.low, game.edm.estimate) if game.edm else (-1.0, -1.0)


def _row(name: str, game: Valuation) -> dict[str, Any]:
    shares = game.shares or (None,) * len(game.players)
    return {
        "name": name,
        "samples": game.samples,
        "accuracy": f"{100 * game.worth[-1]:.0f} %",
        "edm": f"{game.edm.estimate:.2f} [{game.edm.low:.2f}, {game.edm.high:.2f}]" if game.edm else "–",
        "cells": [_cell(share, len(shares)) for share in shares],
    }


def _cell(share: Interval | None, players: int) -> dict[str, str]:
    """Return a share with its interval, and the colours of its ground and of the text on it."""
    if share is None:
        return {"text": "–", "ends": "", "fill": "", "ink": ""}
    place = share.estimate * players / 2  # on the colour scale, on which an equal share is 0.5
    return {
        "text": f"{100 * share.estimate:.0f} %",
        "ends": f"{100 * share.low:.0f}–{100 * share.high:.0f}",
        "fill": cividis(place),
        "ink": on_cividis(place),
    }
