"""Scenes made from games that are known: what exact and leave-one-out say follows from the worths."""

from collections.abc import Mapping, Sequence

import numpy as np

from shapviz.figures.attribution.scene import Scene
from shapviz.figures.attribution.view import View, view
from shapviz.figures.theme import LIGHT
from shapviz.games import interactions, one_missing, shapley_values
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.gallery import Gallery, leaders
from shapviz.runs.methods import METHODS

KINDS = {"Twemoji": "image", "Noto": "image", "words": "text"}
CLASSES = ("Travel", "Food", "Objects")


def kinds(players: int, *, name: str = "modality") -> dict[str, str]:
    """Return so many modalities, the first of them with familiar names."""
    known = list(KINDS)
    return {known[place] if place < 3 else f"{name} {place}": "features" for place in range(players)}


def game(samples: int = 100, *, seed: int = 0, noise: float = 0.02, **alone: float) -> np.ndarray:
    """Return additive worths (N, 8) of Twemoji, Noto and words: what each brings, and a little noise by sample."""
    gains = np.array([alone.get(player, 0.1) for player in KINDS])
    dice = np.random.default_rng(seed)
    per_sample = gains + noise * dice.standard_normal((samples, 3))
    present = np.arange(8)[:, np.newaxis] >> np.arange(3) & 1
    return 0.1 + per_sample @ present.T


def attribution(method: str, worths: np.ndarray, values: np.ndarray, players: Sequence[str], **more) -> Attribution:
    """Return what a method is made to say."""
    return Attribution(
        method=method,
        question=more.pop("question", Question()),
        baseline=more.pop("baseline", "background" if METHODS[method].samples_baseline else "own"),
        players=tuple(players),
        rows=tuple(range(500, 500 + len(worths))),
        values=values,
        nobody=worths[:, 0],
        everybody=worths[:, -1],
        calls=more.pop("calls", 8.0),
        seconds=more.pop("seconds", 0.001),
        **more,
    )


def scene(
    worths: np.ndarray,
    others: Mapping[str, np.ndarray | Attribution] | None = None,
    *,
    players: Mapping[str, str] = KINDS,
    exact: bool = True,
    right: Sequence[bool] | None = None,
    **more,
) -> Scene:
    """Return a scene of a game: its exact values, what leave-one-out loses, and what others are made to say.

    Args:
        worths: (N, 2**M).
        others: By method: values (N, M), or a whole attribution.
        players: The modalities.
        exact: Whether exact values are known.
        right: Which samples are predicted rightly; None: all.
        more: Of the scene.
    """
    count = len(worths)
    values = shapley_values(worths)
    one_out = worths[:, [-1]] - worths[:, one_missing(len(players))]
    known = {"exact": attribution("exact", worths, values, players, interactions=interactions(worths))} if exact else {}
    for name, said in (others or {}).items():
        known[name] = said if isinstance(said, Attribution) else attribution(name, worths, said, players)
    hits = [True] * count if right is None else list(right)
    gallery = Gallery(
        question=Question(),
        players=tuple(players),
        classes=CLASSES,
        rows=tuple(range(500, 500 + count)),
        truth=(0,) * count,
        predicted=tuple(0 if hit else 1 for hit in hits),
        runner_up=(2,) * count,
        probability=np.full(count, 0.46),
        worth=worths[:, -1],
        exact=values,
        leave_one_out=one_out,
        led=leaders(values).tolist(),
        led_one_out=leaders(one_out).tolist(),
        opening=500,
    )
    settings = {"question": Question(), "row": 500, "gallery": gallery, "worths": worths if exact else None} | more
    return Scene("plain-heron", 22, players, attributions=known, **settings)


def one_out(worths: np.ndarray) -> np.ndarray:
    """Return what leave-one-out says of a game."""
    return worths[:, [-1]] - worths[:, one_missing(int(np.log2(worths.shape[1])))]


def shown(scene: Scene, theme=LIGHT, *, compact: bool = False) -> View:
    """Return the view of a scene."""
    return view(scene, theme, compact=compact)
