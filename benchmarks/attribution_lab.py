"""How soon the Attribution lab answers, asked over HTTP as a browser asks it.

    python -m benchmarks.attribution_lab [--run emoji-dropout] [--clicks 40] [--json]

A server of its own, with the runs that ship with shapviz and no browser: what is measured is what the server and its
lab take, the way there and back included. Everything is warm: networks are open, libraries are loaded. `first` is the
view of a sample under a question that nobody has asked; `set` all methods that answer at once, about all samples;
`click` the view of another sample afterwards; `pixels` and `elements` what integrated gradients and sampled orders say
inside each modality of a sample.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.live import server
from shapviz.runs.methods import Effort
from tests.load.person import opened

LIMITS: Final = {"first": 0.3, "set": 2.0, "click": 0.15, "pixels": 1.5}  # seconds, on one core
INSIDE: Final = {"pixels": "captum.integrated_gradients", "elements": "sampled"}
Ask = Callable[..., Any]


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", default="emoji-dropout", help="a run that ships with shapviz")
    parser.add_argument("--clicks", type=int, default=40, metavar="N")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (address, _):
        page = asyncio.run(_page(address, arguments.run))
        seconds = measured(asking(address, page["run"]), page, arguments.clicks)
    if arguments.json:
        print(json.dumps({"load": os.getloadavg(), "seconds": seconds}))
    else:
        show(seconds)


def measured(ask: Ask, page: Mapping[str, Any], clicks: int) -> dict[str, list[float]]:
    """Return how long each thing took, in seconds, as often as it was done."""
    gallery = ask("gallery")
    rows, methods = gallery["rows"], page["prompt"]
    _ = [ask("method", method=method) for method in methods]  # loads libraries
    first, together = _firsts(ask, rows[0], methods)
    found = {"first": first, "set": together, "click": list(_timed(ask, "view", _looks(rows[1 : clicks + 1], methods)))}
    for name, method in INSIDE.items():
        looks = [
            {"row": row, "modality": player["name"], "method": method} for row in rows[:5] for player in page["players"]
        ]
        found[name] = list(_timed(ask, "inside", looks))
    return found


def _firsts(ask: Ask, row: int, methods: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return the seconds of a first view, and of all methods that answer at once, question by question."""
    first: list[float] = []
    together: list[float] = []
    for calls, question in enumerate(_questions(), start=Effort().calls):  # other calls are other draws
        first += _timed(ask, "view", [{"row": row, "methods": methods, "question": question}])
        began = time.perf_counter()
        for method in methods:
            ask("method", method=method, question=question, calls=calls)
        together.append(time.perf_counter() - began)
    return first, together


def _questions() -> list[dict[str, str]]:
    payoffs, targets = ("probability", "log_likelihood", "logit"), ("true", "predicted")
    asked = [{"payoff": payoff, "target": target} for payoff in payoffs for target in targets]
    return asked[1:]  # the first is the usual one, which has been asked


def _looks(rows: Sequence[int], methods: Sequence[str]) -> list[dict[str, Any]]:
    return [{"row": row, "methods": methods} for row in rows]


def _timed(ask: Ask, kind: str, questions: Sequence[Mapping[str, Any]]) -> Iterator[float]:
    for question in questions:
        began = time.perf_counter()
        ask(kind, **question)
        yield time.perf_counter() - began


def asking(address: str, run: Mapping[str, str]) -> Ask:
    """Return a function that gives the answer to a question of a kind."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=120)

    def ask(kind: str, **question: Any) -> Any:
        body = json.dumps({"run": run["id"], "token": run["token"], **question})
        connection.request("POST", f"/attribution/{kind}", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        told = json.loads(answer.read())
        if answer.status != 200:
            raise SystemExit(f"{kind} {question}: {told}")
        return told

    return ask


async def _page(address: str, run: str) -> dict[str, Any]:
    async with opened(address, "attribution", f"run={run}") as page:
        return page


def show(seconds: Mapping[str, Sequence[float]]) -> None:
    """Print a table."""
    table = Table("", "n", "p50", "p95", "longest", "at most", title="milliseconds")
    for name, each in seconds.items():
        figures = (f"{1000 * figure:.0f}" for figure in (*np.percentile(each, (50, 95)), max(each)))
        limit = f"{1000 * LIMITS[name]:.0f}" if name in LIMITS else ""
        table.add_row(name, str(len(each)), *figures, limit)
    Console(width=100).print(table)
    print(f"load of the machine over the last minute: {os.getloadavg()[0]:.1f}, cores: {os.cpu_count()}")


if __name__ == "__main__":
    main()
