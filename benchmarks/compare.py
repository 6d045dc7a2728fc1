"""How long Compare takes: to make what the browser is sent, and to redraw when a person changes what is shown.

    python -m benchmarks.compare [--groups N] [--seeds N] [--epochs N] [--modalities N] [--changes N] [--json]

Groups of synthetic runs are put into a store of their own and opened in one real browser. Server: processor time of
making the payload, from runs that are known already, and from those that have to be read. Browser: from the moment of a
change to the second animation frame after the last of its charts has been drawn, over all baselines and views in turn,
and over steps of the cursor; and the processor time of the page's main thread meanwhile, a mean that other load on the
machine changes less.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import CDPSession, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from benchmarks.live import BROWSER, server
from scripts.find_browser import find
from shapviz.comparison import outcome
from shapviz.figures.compare.contender import trail
from shapviz.games.coalition import coalitions
from shapviz.games.summary import summarise
from shapviz.runs.info import RunInfo
from shapviz.runs.records import EpochRecord, FinalRecord
from shapviz.runs.spec import parse_spec
from shapviz.runs.store import RunStore
from shapviz.ui.compare.choice import Choice
from shapviz.ui.compare.lineup import Known, lineup
from shapviz.ui.compare.payload import payload, text

SETTINGS = (
    {"name": "joint"},
    {"name": "joint_unimodal"},
    {"name": "modality_dropout"},
    {"name": "alternating"},
    {"name": "alternating", "order": "strong_first"},
    {"name": "alternating", "order": "random"},
)
DRAWN = ".cmp[data-drawn] .js-plotly-plot .main-svg"
# Resolves with the milliseconds from a change to the second frame after all that it makes stale has been drawn.
REPAINT = """async ([selector, value]) => {
  const root = document.querySelector(".cmp");
  const frame = () => new Promise(requestAnimationFrame);
  const control = root.querySelector(selector);
  delete root.dataset.drawn;
  const began = performance.now();
  control.value = value;
  if (control.type === "radio") control.checked = true;
  control.dispatchEvent(new Event(control.type === "range" ? "input" : "change", { bubbles: true }));
  while (!root.dataset.drawn) await frame();
  await frame();
  await frame();
  return performance.now() - began;
}"""


def fill(store: RunStore, *, groups: int, seeds: int, epochs: int, modalities: int) -> list[RunInfo]:
    """Return finished runs in the store: each of `groups` settings with each of `seeds` seeds."""
    made = []
    for place, strategy in enumerate(SETTINGS[:groups]):
        for seed in range(seeds):
            rng = np.random.default_rng([place, seed])
            spec = {"strategy": strategy, "training": {"epochs": epochs}, "dataset": {"name": "mfeat"}, "seed": seed}
            run = store.create(parse_spec(spec))
            for record in _records(rng, epochs, modalities):
                store.append(run.id, record)
            store.set_status(run.id, "finished")
            made.append(store.get(run.id))
    return made


def _records(rng: np.random.Generator, epochs: int, modalities: int) -> list[EpochRecord | FinalRecord]:
    """Return what a run might record in which every modality learns at a pace of its own."""
    present, pace = coalitions(modalities), rng.uniform(2, 30, modalities)
    players = [f"view{place}" for place in range(modalities)]
    found: list[EpochRecord | FinalRecord] = []
    for epoch in range(epochs + 1):
        skill = 0.6 * (1 - np.exp(-epoch / pace))
        chance = 1 - 0.9 * np.prod(np.where(present, 1 - skill, 1.0), axis=1)
        hits = (rng.random((60, len(chance))) < chance).astype(float)
        valuation = summarise(players, hits, payoff="accuracy", resamples=100)
        accuracy = tuple(hits.mean(axis=0).tolist())
        found.append(
            EpochRecord(
                epoch=epoch,
                turns=(),
                train_loss=None,
                valid_loss=1.0,
                accuracy=accuracy,
                valuation=valuation,
                encoder_passes=epoch,
                head_updates=epoch,
                seconds=0.1,
            )
        )
    return [*found, FinalRecord(epoch=epochs, accuracy=accuracy, valuation=valuation)]


def build(store: RunStore, runs: Sequence[RunInfo]) -> dict[str, float]:
    """Return processor seconds of making a payload, of reading the runs that it is made from, and its size in kB."""

    def known(run: RunInfo) -> Known:
        records, final = store.epochs(run.id), store.final(run.id)
        return Known(trail(records), outcome(final, records) if final else None)

    began = time.process_time()
    entries = lineup(runs, known)
    read = time.process_time()
    told = text(payload(entries, "light", compact=False))
    return {"read": read - began, "build": time.process_time() - read, "kB": len(told.encode()) / 1000}


def repaint(page: Page, changes: int) -> dict[str, dict[str, float]]:
    """Return the milliseconds that changes of the baseline, of the view and of the epoch took to be on screen."""
    page.wait_for_selector(DRAWN, state="attached", timeout=120_000)
    baselines = page.locator('[data-part="baseline"] option').evaluate_all("all => all.map(each => each.value)")
    last = int(page.locator('[data-part="slider"]').get_attribute("max") or 1)
    cycles = {
        "baseline": ['[data-part="baseline"]'] * len(baselines),
        "view": [f'input[name="cmp-view"][value="{view}"]' for view in ("accuracy", "signed", "share")],
        "epoch": ['[data-part="slider"]'] * last,
    }
    values = {"baseline": baselines[1:] + baselines[:1], "view": ["accuracy", "signed", "share"]}
    values["epoch"] = [str(last - 1 - step) for step in range(last)]
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    found = {}
    for what, cycle in cycles.items():
        before = _processor(session)
        took = [
            page.evaluate(REPAINT, [cycle[turn % len(cycle)], values[what][turn % len(cycle)]])
            for turn in range(changes)
        ]
        found[what] = {f"p{part}": float(np.percentile(took, part)) for part in (50, 95)}
        found[what]["processor"] = (_processor(session) - before) / changes
    return found


def _processor(session: CDPSession) -> float:
    """Return the processor time that the page's main thread has used, in milliseconds."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(each["value"]) for each in metrics if each["name"] == "ThreadTime")


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in {"groups": 6, "seeds": 5, "epochs": 100, "modalities": 6, "changes": 30}.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = RunStore.open(f"sqlite:///{folder}/runs.db")
        size = {name: getattr(asked, name) for name in ("groups", "seeds", "epochs", "modalities")}
        runs = fill(store, **size)
        figures: dict[str, Any] = build(store, runs)
        store.close()
        with server(Path(folder)) as (address, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=list(BROWSER))
            context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
            page = context.new_page()
            page.goto(address + Choice(runs=tuple(run.id for run in runs)).link())
            figures |= repaint(page, asked.changes)
            browser.close()
    _tell(figures, as_json=asked.json)


def _tell(figures: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(figures))
        return
    made = Table("read s", "build s", "payload kB")
    made.add_row(f"{figures['read']:.2f}", f"{figures['build']:.2f}", f"{figures['kB']:.0f}")
    drawn = Table("change", "p50 ms", "p95 ms", "processor ms")
    for what in ("baseline", "view", "epoch"):
        drawn.add_row(what, *(f"{figures[what][part]:.0f}" for part in ("p50", "p95", "processor")))
    Console().print(made, drawn)


if __name__ == "__main__":
    main()
