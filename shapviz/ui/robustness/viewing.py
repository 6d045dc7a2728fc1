"""What the page shows, as JSON: drawn from what the lab has said, and drawn once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

from shapviz.data.modality import Modality
from shapviz.figures.robustness.scenario import Scenario, Side
from shapviz.figures.robustness.view import view
from shapviz.figures.theme import THEMES
from shapviz.jobs.lab.answers import Answers
from shapviz.runs.info import RunInfo
from shapviz.runs.robustness import Reading, Sweep
from shapviz.ui.robustness.wishes import ViewWish


@dataclass(frozen=True)
class Told:
    """What the lab has said of one run, as JSON."""

    run: RunInfo
    reading: str
    sweeps: Mapping[str, str | None]  # by modality; None where it is still to be measured

    def side(self) -> Side:
        """Return the run as figures look at it."""
        sweeps = {name: _sweep(text) for name, text in self.sweeps.items() if text is not None}
        return Side(self.run.name, Reading.model_validate_json(self.reading), sweeps, self.run.spec)


def answer(wish: ViewWish, told: Sequence[Told], modalities: Mapping[str, Modality]) -> str:
    """Return the views of the coalitions asked for, and which sweeps they would look better with.

    Args:
        wish: What was asked for.
        told: Of one run, or of two.
        modalities: Of the runs, in the order of bits.
    """
    pending = [[side.run.id, name] for side in told for name, sweep in side.sweeps.items() if sweep is None]
    views = ",".join(f'"{mask}":{text}' for mask, text in _views(wish, told, modalities).items())
    return f'{{"views":{{{views}}},"pending":{json.dumps(pending)}}}'


def _views(wish: ViewWish, told: Sequence[Told], modalities: Mapping[str, Modality]) -> dict[int, str]:
    """Return the views by mask. Those that have been drawn before are not drawn again."""
    keys = _keys(wish, told)
    views = {mask: text for mask, key in keys.items() if (text := _drawn().get(key)) is not None}
    if missing := [mask for mask in keys if mask not in views]:
        kinds = {name: modality.kind for name, modality in modalities.items()}
        scenario = Scenario([side.side() for side in told], kinds, wish.corruptions, wish.focus)
        for mask in missing:
            shown = view(scenario, mask, THEMES[wish.theme], compact=wish.compact)
            views[mask] = json.dumps(shown, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            _drawn().keep(keys[mask], views[mask])
    return views


def _keys(wish: ViewWish, told: Sequence[Told]) -> dict[int, str]:
    """Return by mask what stands for all that its view depends on."""
    seen = [[side.run.id, side.run.name, side.reading, *side.sweeps.items()] for side in told]
    looked_at = json.dumps([seen, wish.focus, wish.corruptions, wish.compact, wish.theme])
    digest = blake2b(looked_at.encode(), digest_size=16).hexdigest()
    return {mask: f"{digest} {mask}" for mask in wish.masks}


@cache
def _drawn() -> Answers:
    return Answers()


@lru_cache(maxsize=64)
def _sweep(text: str) -> Sweep:
    """Return a sweep. The same few are looked at again and again, and reading one takes as long as drawing a chart."""
    return Sweep.model_validate_json(text)
