"""How soon an epoch is on screen, and what a page that shows a live run costs the server.

    python -m benchmarks.live [--epochs N] [--batch-size N] [--json]

A server of its own, with a store of its own, and one real browser that presses Train. Latency is the time from an
epoch's record being committed to the animation frame after the chart has been drawn; the commit is seen by polling the
store every 5 ms, so that figures are up to 5 ms too small. Cost is processor time of the server's process, as a share
of the time that the run was alive. Small batches make epochs long enough to be told apart.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import numpy as np
import psutil
from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.table import Table

from scripts.find_browser import find
from shapviz.cli.app import HERE, free_port
from shapviz.jobs.queue import UNFINISHED
from shapviz.paths import bundle
from shapviz.runs.store import RunStore

BROWSER = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
READY = '.stage[data-status="empty"], .stage-story[data-epoch]'
# Notes when each epoch has been painted: a frame after the frame in which it was drawn.
WATCH = """
window.painted = {};
const stage = document.querySelector(".stage");
const story = stage.querySelector('[data-part="story"]');
new MutationObserver(() => {
  const { epoch } = story.dataset; // none while another run takes the stage
  const painted = (window.painted[stage.dataset.run] ??= {});
  requestAnimationFrame(() => requestAnimationFrame(() => { painted[epoch] ??= Date.now(); }));
}).observe(story, { attributes: true, attributeFilter: ["data-epoch"] });
"""


@contextmanager
def server(home: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Yield the address and the process of an app whose runs are kept in `home`."""
    port = free_port(HERE, None)
    command = [sys.executable, "-m", "streamlit", "run", str(bundle() / "app.py"), f"--server.port={port}"]
    log = (home / "server.log").open("w")
    # a worker outlives its server on purpose; here it should not wait long for more to do
    env = {**os.environ, "SHAPVIZ_HOME": str(home), "SHAPVIZ_STORE": "", "SHAPVIZ_LINGER": "5"}
    process = subprocess.Popen([*command, "--server.headless=true"], cwd=bundle(), env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        await_health(address)
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()
        log.close()


def await_health(address: str) -> None:
    """Wait until the server answers.

    Raises:
        OSError: If it does not within a minute.
    """
    for _ in range(600):
        with suppress(URLError):
            urlopen(f"{address}/_stcore/health", timeout=5).close()
            return
        time.sleep(0.1)
    raise OSError(f"{address} does not answer.")


def measure(page: Page, address: str, app: psutil.Process, store_url: str, query: str) -> dict[str, Any]:
    """Return the figures of one run, from pressing Train to its end."""
    page.goto(f"{address}/train?{query}")
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    page.evaluate(WATCH)
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_url("**run=*")
    [run] = parse_qs(urlsplit(page.url).query)["run"]
    store = RunStore.open(store_url)
    committed, spent, since = follow(store, run, app)
    page.wait_for_function("([run, epoch]) => window.painted[run]?.[epoch]", arg=[run, str(max(committed))])
    painted = {
        int(epoch): moment / 1000
        for epoch, moment in page.evaluate(f"window.painted['{run}']").items()
        if epoch.isdigit()
    }
    store.close()
    latencies = [painted[epoch] - committed[epoch] for epoch in painted.keys() & committed.keys()]
    return {
        "epochs": len(committed),
        "painted": len(latencies),
        "seconds": since,
        "p50": float(np.quantile(latencies, 0.5)),
        "p95": float(np.quantile(latencies, 0.95)),
        "server": spent / since,
    }


def follow(store: RunStore, run: str, app: psutil.Process) -> tuple[dict[int, float], float, float]:
    """Return when each epoch was committed, and processor and wall time from the first of them to the last."""
    committed: dict[int, float] = {}
    seq, began, spent = 0, 0.0, 0.0
    while store.get(run).status in UNFINISHED:
        news = store.feed(run, after=seq)
        if news and not committed:
            began, spent = time.time(), processor(app)
        committed |= {record.epoch: time.time() for _, record in news if record.kind == "epoch"}
        seq = news[-1][0] if news else seq
        time.sleep(0.005)
    return committed, processor(app) - spent, time.time() - began


def processor(process: psutil.Process) -> float:
    """Return the processor time that a process has used, in seconds."""
    times = process.cpu_times()
    return float(times.user + times.system)


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    query = f"epochs={arguments.epochs}&batch_size={arguments.batch_size}&companions=no"
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder)) as (address, app),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find(), args=list(BROWSER))
        figures = measure(browser.new_page(), address, app, f"sqlite:///{folder}/runs.db", query)
        browser.close()
    if arguments.json:
        print(json.dumps(figures))
        return
    table = Table("epochs", "on screen", "seconds", "p50 s", "p95 s", "server, share of a core")
    counts = (str(figures["epochs"]), str(figures["painted"]), f"{figures['seconds']:.1f}")
    table.add_row(*counts, f"{figures['p50']:.2f}", f"{figures['p95']:.2f}", f"{figures['server']:.1%}")
    Console().print(table)


if __name__ == "__main__":
    main()
