"""What the samples of a finished run tell beyond its charts: each class by itself, and other temperatures.

Both are read off the table that a run leaves behind, so that they answer at once and nothing is trained.
"""

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Any, Final

import streamlit as st

from shapviz.errors import ShapvizError
from shapviz.runs import samples
from shapviz.runs.sampled import SampleTable
from shapviz.ui import classes, resources, tempering

MOST: Final = (
    4.0  # temperature at the upper end of a slider; at its lower end its reciprocal, so that 1 is in the middle
)
STEPS: Final = 20  # of a slider on either side of 1

Wish = dict[str, Any]  # {"kind": "classes"} or {"kind": "temper", "steps": {modality: -STEPS to STEPS}}


def told(wish: Wish, run: str, examination: str | None, seed: int) -> dict[str, Any]:
    """Return what was asked for, or why there is none.

    Args:
        wish: What was asked for.
        run: The run.
        examination: The run that examines it, which leaves a table too.
        seed: Of the bootstrap.
    """
    try:
        return {"kind": wish.get("kind")} | _answer(wish, run, examination, seed)
    except ShapvizError as error:
        return {"kind": wish.get("kind"), "problem": str(error)}


def temperature(step: object) -> float:
    """Return the temperature at a step of a slider: 1 at 0, evenly spaced by its logarithm, 1 for what is no step."""
    known = step if isinstance(step, int) else 0
    return exp(min(max(known, -STEPS), STEPS) / STEPS * log(MOST))


def step(temperature: float) -> int:
    """Return the step of a slider that is nearest to a temperature."""
    return round(log(min(max(temperature, 1 / MOST), MOST)) / log(MOST) * STEPS)


def _answer(wish: Wish, run: str, examination: str | None, seed: int) -> dict[str, Any]:
    table = _table(run, examination)
    match wish:
        case {"kind": "classes"}:
            return _classes(run, seed, table)
        case {"kind": "temper", "steps": Mapping() as steps}:
            chosen = {name: temperature(steps.get(name, 0)) for name in table.modalities}
            return tempering.told(table, chosen, seed=seed) | {"presets": _presets(run, table.modalities)}
    return {}


@st.cache_data(max_entries=16, show_spinner=False)
def _classes(run: str, seed: int, _table: SampleTable) -> dict[str, Any]:
    return classes.told(_table.by_class(seed=seed))


def there(run: str, examination: str | None) -> bool:
    """Return whether there is a table of the run's samples to be asked."""
    return bool(_tables(run, examination))


@st.cache_resource(max_entries=8, show_spinner=False)
def _table(run: str, examination: str | None) -> SampleTable:
    """Return the table of a run's validation samples. Failures are not kept.

    Raises:
        UsageError: If there is none.
        StoreError: If it cannot be read.
    """
    found = _tables(run, examination)
    return samples.read(resources.artifacts(), found[0] if found else run)


def _tables(run: str, examination: str | None) -> list[str]:
    """Return which of the two has left a table."""
    artifacts = resources.artifacts()
    return [each for each in (run, examination) if each and samples.FILE in artifacts.names(each)]


def _presets(run: str, modalities: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the steps of temperatures that were fitted when the run ended, by what they are called."""
    found = resources.store().calibration(run)
    fitted = found.variants.get("temperatures") if found else None
    if fitted is None or fitted.temperatures is None:
        return {}
    return {"Fitted when it ended": {name: step(fitted.temperatures.get(name, 1.0)) for name in modalities}}
