"""How soon the Robustness page answers a key, and where the time goes.

    python -m benchmarks.lab [--dataset emoji3 --dataset avdigits] [--toggles N] [--json]

A server of its own, with a store of its own in which networks are trained first, and one real browser. Toggles are the
keys 1 to M. Sliders are moved by arrow keys, a quarter of a severity each, and counted at severities that nobody has
measured: each is a new evaluation of the whole test split. Latency is the time from the key's event to the second
animation frame after its effect: after the measured number was written, and after both charts were drawn. Between two
keys there is half a second, as with a person. `lab` is how long the lab takes to answer and `draw` how long its answer
takes to become a view, queues included; the rest is the way there and back, and the browser. Processor time is that of
the server and of the lab, for each key, with all that follows from it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.table import Table

from benchmarks.live import BROWSER, processor, server
from scripts.find_browser import find
from shapviz.data import catalog
from shapviz.runs.severity import WORST

PAUSE = 500  # ms between two keys
PATIENCE = 60_000  # ms
QUARTERS = 4 * WORST  # steps of a slider
FIGURES = ("number", "charts", "lab", "draw")
# Notes when a key was pressed, when its effect was on screen, and what the server says about its part.
WATCH = """
window.told = {};
const seen = (name) => requestAnimationFrame(() => requestAnimationFrame(() => { told[name] ??= performance.now(); }));
document.addEventListener("keydown", (event) => { told.pressed ??= event.timeStamp; }, { capture: true });
const number = document.querySelector('[data-part="number"]');
new MutationObserver(() => { if (number.dataset.state === "measured") seen("number"); })
  .observe(number, { attributes: true, attributeFilter: ["data-told"] });
const react = Plotly.react;
Plotly.react = (...all) => {
  const drawing = react(...all);
  told.drawn = (told.drawn ?? 0) + 1;
  if (told.drawn === 2) seen("charts");
  return drawing;
};
new PerformanceObserver((list) => {
  for (const view of list.getEntries().filter(({ name }) => name.endsWith("/lab/view"))) {
    for (const { name, duration } of view.serverTiming) told[name] ??= duration;
  }
}).observe({ type: "resource" });
"""
QUIET = """async (pause) => {
  const asked = () => performance.getEntriesByType("resource").length;
  for (let before = -1; before !== asked(); await new Promise((done) => setTimeout(done, pause))) before = asked();
}"""  # waits until nothing has been fetched for a while: sweeps, neighbours


def train(home: Path, dataset: str) -> str:
    """Return the name of a new network."""
    name = f"lab-{dataset}"
    command = [sys.executable, "-m", "shapviz", "train", "--dataset", dataset, "--epochs", "6", "--name", name]
    environment = {**os.environ, "SHAPVIZ_HOME": str(home), "SHAPVIZ_STORE": "", "SHAPVIZ_LINGER": "0"}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return name


def enter(page: Page, address: str, run: str) -> None:
    """Open the page and wait until everything about the clean network is known."""
    page.goto(f"{address}/robustness?run={run}")
    page.wait_for_selector('[data-state="measured"] [data-part="number"]', timeout=PATIENCE)
    page.wait_for_selector('[data-part="dumbbell"] .main-svg', timeout=PATIENCE)
    page.evaluate(QUIET, 2 * PAUSE)
    page.evaluate(WATCH)


def press(page: Page, key: str) -> dict[str, float]:
    """Return what came of a key, in milliseconds."""
    page.evaluate("told = {}")
    page.keyboard.press(key)
    page.wait_for_function("told.number && told.charts", timeout=PATIENCE)
    page.evaluate(QUIET, PAUSE)
    told = page.evaluate("told")
    shown = {name: told[name] - told["pressed"] for name in ("number", "charts")}
    return shown | {name: told[name] for name in ("lab", "draw") if name in told}


def toggles(page: Page, players: int, count: int) -> Iterator[dict[str, float]]:
    """Yield what came of switching modalities off and on again."""
    for turn in range(count):
        yield press(page, str(1 + turn // 2 % players))


def slides(page: Page, players: Sequence[str]) -> Iterator[dict[str, float]]:
    """Yield what came of moving each modality's slider from clean to the worst, at severities not measured before."""
    for player in players:
        page.locator(f"#rob-severity-{player}").focus()
        told = [press(page, "ArrowRight") for _ in range(QUARTERS)]
        yield from (one for place, one in enumerate(told, start=1) if place % 4)
        press(page, "0")


def spent(app: psutil.Process) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the processor time of the server and of its lab, in milliseconds."""
    lab = [child for child in app.children() if "shapviz.jobs.lab" in child.cmdline()]  # others are workers, which end
    return 1000 * np.array([processor(app), sum(map(processor, lab))])


def measure(
    page: Page, address: str, app: psutil.Process, run: str, dataset: str, count: int
) -> Iterator[dict[str, Any]]:
    """Yield the figures of each kind of key, in milliseconds."""
    players = catalog.info(dataset).names
    enter(page, address, run)
    for kind, keys, cost in (
        ("toggle", toggles(page, len(players), count), 1),
        ("slider", slides(page, players), 4 / 3),
    ):
        before = spent(app)
        told = list(keys)
        server, lab = (spent(app) - before) / len(told) / cost
        found = {"dataset": dataset, "kind": kind, "presses": len(told), "server_cpu": server, "lab_cpu": lab}
        for name in FIGURES:
            values = [one[name] for one in told if name in one]
            found |= {f"{name}_p{q}": float(np.percentile(values, q)) for q in (50, 95) if values}
        yield found


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", action="append", help="may be repeated; default: emoji3 and avdigits")
    parser.add_argument("--toggles", type=int, default=24)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        datasets = arguments.dataset or ["emoji3", "avdigits"]
        runs = {dataset: train(Path(folder), dataset) for dataset in datasets}
        with server(Path(folder)) as (address, app), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=list(BROWSER))
            for dataset, run in runs.items():
                page = browser.new_page()
                found += measure(page, address, app, run, dataset, arguments.toggles)
                page.close()
            browser.close()
    if arguments.json:
        print(json.dumps({"load": os.getloadavg(), "found": found}))
    else:
        show(found)


def show(found: Sequence[dict[str, Any]]) -> None:
    """Print a table."""
    table = Table("", "keys", *(f"{name} p50 / p95" for name in FIGURES), "server CPU", "lab CPU", title="milliseconds")
    for one in found:
        pairs = (
            f"{one[f'{name}_p50']:.0f} / {one[f'{name}_p95']:.0f}" if f"{name}_p50" in one else "" for name in FIGURES
        )
        costs = (f"{one[name]:.0f}" for name in ("server_cpu", "lab_cpu"))
        table.add_row(f"{one['dataset']} {one['kind']}", str(one["presses"]), *pairs, *costs)
    Console(width=120).print(table)
    print(f"load of the machine over the last minute: {os.getloadavg()[0]:.1f}, cores: {os.cpu_count()}")


if __name__ == "__main__":
    main()
