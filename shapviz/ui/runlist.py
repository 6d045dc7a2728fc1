"""Runs and jobs as lists with real links and buttons, that become cards on a narrow screen."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from shapviz.jobs.info import JobInfo
from shapviz.runs.info import RunInfo
from shapviz.runs.rows import LONGEST_NAME, LONGEST_NOTE
from shapviz.runs.unreadable import UnreadableRun
from shapviz.ui import exports, part, runrows
from shapviz.ui.menu import MENU
from shapviz.ui.runrows import Row
from shapviz.ui.studyrows import Group

FEWEST, MOST = 2, 6  # runs that are compared one by one


class Action(NamedTuple):
    """What a person asked for, and of which run."""

    name: str  # open, robustness, attribution, compare, rename, annotate, star, unstar, delete, restore, pause, resume,
    # stop, unfold
    run: str  # its id; the name of a study that is unfolded
    value: str = ""  # a new name, a note, or the query of the page to go to


def table(rows: Sequence[Row], groups: Sequence[Group], *, key: str) -> Action | None:
    """Draw studies and runs, searchable, with links and actions; return what was asked for."""
    data = {
        "kind": "table",
        "rows": tuple(rows),
        "groups": tuple(groups),
        "export": exports.address(),
        "compare": {"fewest": FEWEST, "most": MOST} if "compare" in MENU else None,
        "longest": {"name": LONGEST_NAME, "note": LONGEST_NOTE},
    }
    return _draw(data, key)


def bin(runs: Sequence[RunInfo | UnreadableRun], *, key: str) -> Action | None:
    """Draw the deleted runs, folded, with buttons that bring them back; return what was asked for."""
    rows = (runrows.about(run) if isinstance(run, RunInfo) else runrows.strange(run) for run in runs)
    return _draw({"kind": "bin", "rows": tuple(rows)}, key)


def jobs(found: Sequence[tuple[JobInfo, RunInfo]], *, more: int, key: str) -> Action | None:
    """Draw what is under way, with progress, place in the queue and buttons; return what was asked for.

    Args:
        found: The jobs to draw.
        more: How many others wait.
        key: Distinguishes this part of the page from others.
    """
    return _draw({"kind": "jobs", "rows": tuple(runrows.job(job, run) for job, run in found), "more": more}, key)


def _draw(data: Row, key: str) -> Action | None:
    """Draw a list and return what was asked for in it."""
    told = json.dumps(data)  # as text: Streamlit would load pandas to see whether one of the values is a table
    asked = part.draw("runs/list", {"told": told}, key=key, on_action_change=_nothing).action
    return Action(asked["name"], asked["run"], asked.get("value", "")) if asked else None


def _nothing() -> None:
    """Do nothing: Streamlit gives a part's trigger only where a callback is named."""
