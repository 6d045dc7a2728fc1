"""Thirty people on the page of a lab, each moving sliders and switches, or clicking on samples, for a minute.

    python -m tests.load [--lab robustness | attribution] [--sessions 30] [--seconds 60] [--think 0.5 1.0]

Starts a server of its own, with the runs that ship with shapviz and nothing else. Visitors speak the server's protocol
and draw nothing: what is measured is the server and its lab, together with what the visitors themselves take from the
same machine. Exits with 1 if somebody waits longer than two seconds, or is not answered.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
import psutil

from tests.e2e.site import Site
from tests.load.explorer import Explorer
from tests.load.person import Person, Tally
from tests.load.visitor import Visitor

PEOPLE: Final[dict[str, type[Person]]] = {"robustness": Visitor, "attribution": Explorer}
LONGEST = 2.0  # seconds that anybody may wait for the answer to an action


async def visits(
    kind: type[Person], site: str, sessions: int, seconds: float, think: tuple[float, float]
) -> tuple[Tally, Tally]:
    """Return how the first visitor fared, for whom the lab was started, and how those who then came all at once did."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(len(kind.KINDS) * sessions))
    first, tally = Tally(), Tally()
    await kind(site, sessions, first).visit(0.0, think)
    await asyncio.gather(*(kind(site, seed, tally).visit(seconds, think) for seed in range(sessions)))
    return first, tally


def report(first: Tally, tally: Tally) -> None:
    """Print how everybody fared."""
    for name, seconds in (
        ("from opening the page to its first view, on a fresh server", first.entered),
        ("from opening the page to its first view, all at once", tally.entered),
        ("from an action to its view, where it had to be asked for", tally.waits),
    ):
        p50, p95 = np.percentile(seconds, (50, 95))
        print(f"{name}: p50 {p50:.2f} s, p95 {p95:.2f} s, longest {max(seconds):.2f} s (n = {len(seconds)})")
    print(f"actions whose view was there at once: {tally.at_once}; questions asked: {tally.questions}")
    print(f"failures: {len(tally.failures)}")
    for failure, count in Counter(tally.failures).most_common(5):
        print(f"  {count} x {failure}")


def cost(site: Site) -> None:
    """Print what it took."""
    server = psutil.Process(site.pid)
    for name, process in [("server", server), *(("lab", child) for child in server.children())]:
        times, memory = process.cpu_times(), process.memory_info().rss / 2**20
        print(f"{name}: {times.user + times.system:.1f} s of processor time, {memory:.0f} MiB resident")
    own = psutil.Process().cpu_times()
    print(f"visitors: {own.user + own.system:.1f} s of processor time")
    print(f"load of the machine over the last minute: {os.getloadavg()[0]:.1f}; cores: {os.cpu_count()}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 if nobody waited too long and nothing failed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lab", choices=PEOPLE, default="robustness")
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, nargs=2, default=(0.5, 1.0), metavar=("LEAST", "MOST"))
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        site = Site(Path(home))
        try:
            site.start()
            first, tally = asyncio.run(
                visits(PEOPLE[given.lab], site.url, given.sessions, given.seconds, tuple(given.think))
            )
            report(first, tally)
            cost(site)
        finally:
            site.close()
    return 0 if not tally.failures and max(tally.waits) <= LONGEST else 1


if __name__ == "__main__":
    sys.exit(main())
