"""How long a first visitor waits: for the page, for its charts, and for the default run to be trained and drawn.

    python -m benchmarks.start [--rounds N] [--json]

Every round starts a new server with an empty home and a new browser window without a cache, and presses Train once the
recorded run is drawn. The page is there at the browser's first contentful paint. Medians of the rounds, in seconds.
"""

import argparse
import json
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from benchmarks.live import BROWSER, server
from scripts.find_browser import find

WAITS = {
    "page": "address opened to first paint",
    "charts": "address opened to the recorded run drawn",
    "run": "Train pressed to the last epoch drawn, default settings",
}
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def visit(browser: Browser) -> dict[str, float]:
    """Return what one visitor of a new server waits for."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, server(Path(home)) as (address, _):
        wait_for(address)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        opened = time.perf_counter()
        page.goto(f"{address}/train")
        page.wait_for_selector('[data-part="lattice"][data-epoch="20"]', timeout=60_000)
        charts = time.perf_counter() - opened
        painted = page.evaluate(FIRST_PAINT) / 1000
        pressed = time.perf_counter()
        page.get_by_role("button", name="Train", exact=True).click()
        page.wait_for_url("**run=*")
        [run_id] = parse_qs(urlsplit(page.url).query)["run"]
        page.wait_for_selector(f'.stage[data-run="{run_id}"] .stage-story[data-epoch="20"]', timeout=60_000)
        run = time.perf_counter() - pressed
        context.close()
    return {"page": painted, "charts": charts, "run": run}


def wait_for(address: str) -> None:
    """Return when the server answers."""
    while True:
        with suppress(urllib.error.URLError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
            return
        time.sleep(0.05)


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(BROWSER))
        rounds = [visit(browser) for _ in range(arguments.rounds)]
        browser.close()
    medians = {wait: float(np.median([seen[wait] for seen in rounds])) for wait in WAITS}
    if arguments.json:
        print(json.dumps(medians))
        return
    table = Table("from", "median s", title=f"{arguments.rounds} rounds")
    for wait, what in WAITS.items():
        table.add_row(what, f"{medians[wait]:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
