"""Notices of a comparison: what is not subtracted and why, what is missing, and where a result may be luck."""

from collections.abc import Sequence
from typing import Any

from shapviz.figures.compare.words import seeds
from shapviz.ui.compare.lineup import Entry, within
from shapviz.ui.compare.match import Match
from shapviz.ui.compare.replicas import wanted

Card = dict[str, Any]  # {kind, title, text, button?}


def all_cards(match: Match, entries: Sequence[Entry]) -> list[Card]:
    """Return the notices about a comparison, the gravest first."""
    return [
        *_refused(match),
        *_luck(match, entries),
        *_uneven_epochs(match),
        *_uneven_seeds(match),
        *unfinished(entries),
    ]


def unfinished(entries: Sequence[Entry]) -> list[Card]:
    """Return for each group what has become of the runs that are not shown."""
    return [_card("unfinished", f"{entry.title}.", _missing(entry)) for entry in entries if entry.left_out]


def _refused(match: Match) -> list[Card]:
    ours = within(match.baseline.entry.title)
    return [
        _card("refused", f"{title} is not subtracted from {ours}.", reason) for title, reason in match.refused.items()
    ]


def _luck(match: Match, entries: Sequence[Entry]) -> list[Card]:
    """Return the notice that one seed proves nothing, with a way to more."""
    alone = [gap.contender.title for gap in match.gaps if gap.trained[-1][1].n == 1]
    if not alone or any(entry.alive for entry in entries):
        return []
    runs = wanted(entries)
    whose = "One" if len(alone) == len(match.gaps) else f"{', '.join(alone)}: one"
    text = "Another split and other initial weights may reverse them."
    card = _card("luck", f"{whose} seed: differences may be luck.", text)
    return [card | {"button": "Train four more seeds", "runs": len(runs)}] if runs else [card]


def _uneven_epochs(match: Match) -> list[Card]:
    lengths = {side.contender.epochs for side in match.sides}
    if len(lengths) < 2:
        return []
    common = min(lengths)
    text = f"Epoch by epoch they are compared up to {common}; on the test split each stands as its last epoch left it."
    return [_card("uneven", f"They train for {common} to {max(lengths)} epochs.", text)]


def _uneven_seeds(match: Match) -> list[Card]:
    ours = match.baseline.contender.trails.keys()
    found = []
    for rival in match.rivals:
        theirs = rival.contender.trails.keys()
        if theirs != ours and len(ours & theirs) > 1:
            common = len(ours & theirs)
            text = f"It has {seeds(len(theirs))}, the baseline {seeds(len(ours))}; only common ones are subtracted."
            found.append(_card("uneven", f"{rival.entry.title} is paired over {seeds(common)}.", text))
    return found


def _missing(entry: Entry) -> str:
    """Return how the runs stand that a group does not show, and why one failed."""
    standing = {"queued": "waiting", "running": "training", "paused": "paused"}
    words = [standing.get(run.status, run.status) for run in entry.left_out]
    counted = ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words))
    failure = next((run.error for run in entry.left_out if run.error), None)
    shown = f"Shown: {seeds(len(entry.drawn))}. " if entry.drawn else "Nothing to show yet. "
    return f"{shown}Not shown: {counted}." + (f" {failure.problem} {failure.remedy}" if failure else "")


def _card(kind: str, title: str, text: str) -> Card:
    return {"kind": kind, "title": title, "text": text}
