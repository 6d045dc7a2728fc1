"""Small tables of who is right, and what is said of them."""

import numpy as np

from shapviz.figures.robustness.scenario import Scenario
from shapviz.figures.robustness.view import view
from shapviz.figures.theme import LIGHT
from shapviz.figures.words import plain
from tests.figures.robustness_cases import case_of, rights

# Coalitions by mask: nobody, Twemoji, Noto, both. Right about these samples of 100.
APART = rights(100, [(0, 10), (0, 60), (30, 80), (0, 90)])
HARMED = rights(100, [(0, 10), (0, 60), (70, 80), (0, 40)])
DENTED = rights(100, [(0, 10), (0, 60), (40, 80), (0, 82)])
SHAKEN = rights(100, [(0, 10), (0, 60), (40, 80), (8, 66)])
NUDGED = rights(100, [(0, 10), (0, 60), (30, 80), (0, 89)])
LIFTED = rights(100, [(0, 10), (0, 60), (30, 80), (0, 99)])


def shown(scenario: Scenario, mask: int | None = None) -> dict:
    return view(scenario, 2 ** len(scenario.players) - 1 if mask is None else mask, LIGHT)


def finding(now: np.ndarray, mask: int = 3, **severities: float) -> str:
    return plain(shown(case_of(APART, now, severities or {"Noto": 3.0}), mask)["finding"])


def swept(*tables: np.ndarray) -> dict:
    return shown(case_of(APART, HARMED, {"Noto": 3.0}, sweeps={"Noto": tables}))
