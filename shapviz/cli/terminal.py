"""What commands have in common: where they write, how numbers look, and how an error is said."""

import json
import sys
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from shapviz.errors import ShapvizError, SpecError
from shapviz.games.summary import Interval

PIPED_WIDTH = 200  # a file or a pipe has no width; rich would assume 80 columns and cut names off


def out() -> Console:
    """Return where results go."""
    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)


def err() -> Console:
    """Return where everything goes that is not the result: progress and errors."""
    return Console(stderr=True, width=None if sys.stderr.isatty() else PIPED_WIDTH, highlight=False)


def say_json(value: Any) -> None:
    """Write `value` as JSON and nothing else, so that a program can read it."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def complain(error: ShapvizError) -> None:
    """Say what is wrong and what to do about it."""
    console = err()
    lines = [f"Error: {error.problem}", error.remedy]
    if isinstance(error, SpecError):
        lines = [
            "Error: this cannot be done as it was asked for:",
            *(f"- {one}" for one in error.problems),
            error.remedy,
        ]
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def table(*columns: str, numbers: int = 0) -> Table:
    """Return an empty table whose last `numbers` columns are aligned to the right."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for position, column in enumerate(columns):
        is_number = position >= len(columns) - numbers
        grid.add_column(column, justify="right" if is_number else "left", overflow="fold", no_wrap=is_number)
    return grid


def number(value: float) -> str:
    """Return three decimals, with a minus that is one."""
    return f"{value:.3f}".replace("-", "−")


def shown(interval: Interval | None) -> str:
    """Return an estimate and its 95 % interval in words, e.g. '0.312 [0.280, 0.345]'."""
    if interval is None:
        return "undefined"
    return f"{number(interval.estimate)} [{number(interval.low)}, {number(interval.high)}]"
