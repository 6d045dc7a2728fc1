"""The curves of two networks under one title."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from shapviz.figures.robustness.view import view
from shapviz.figures.theme import LIGHT
from shapviz.figures.words import plain
from tests.figures.robustness_cases import case_of, rights

CLEAN = rights(100, [(0, 10), (0, 60), (30, 80), (0, 90)])
WORSE = rights(100, [(0, 10), (0, 60), (70, 80), (0, 40)])
NEVER = [CLEAN] * 6


@pytest.mark.parametrize(
    ("first", "second", "title"),
    [
        ([CLEAN] * 3 + [WORSE] * 3, [CLEAN] * 5 + [WORSE], ": from severity 3 on in plain-heron, from severity 5 on"),
        ([CLEAN] * 3 + [WORSE] * 3, NEVER, ": from severity 3 on in plain-heron, never for sure in calm-otter"),
        (NEVER, NEVER, " in neither run, as far as can be told"),
    ],
)
def test_the_title_says_in_which_run_a_modality_becomes_worse_than_none(
    first: Sequence[np.ndarray], second: Sequence[np.ndarray], title: str
) -> None:
    one = case_of(CLEAN, WORSE, {"Noto": 3.0}, sweeps={"Noto": first})
    two = case_of(CLEAN, WORSE, {"Noto": 3.0}, sweeps={"Noto": second}, run="calm-otter")
    told = view(replace(one, sides=[*one.sides, *two.sides]), 3, LIGHT)
    assert plain(told["curves"]["title"]).startswith(f"Noisy Noto is worse than none{title}")
