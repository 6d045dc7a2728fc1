"""What `shapviz doctor` looks at: what is there, what is wrong with it, and how to mend it."""

import json
import platform
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from typing import Any, Literal

from packaging.requirements import Requirement

import shapviz
from shapviz import paths
from shapviz.data import catalog
from shapviz.errors import ShapvizError, StoreError
from shapviz.jobs.queue import LocalQueue
from shapviz.jobs.spawn import log_path
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.store import RunStore

PATIENCE = 120  # seconds for torch to load: on a cold network drive it can take half of that
LITTLE_SPACE = 1_000_000_000  # bytes; a run takes some megabytes
NO_SPACE = 50_000_000
REINSTALL = "Install shapviz again: pip install --force-reinstall shapviz"

# Another process asks torch: a broken installation can end the process that loads it.
ASK_TORCH = """
import json, torch
cuda = [torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count())]
mps = torch.backends.mps.is_available()
print(json.dumps({"version": torch.__version__, "cuda": cuda, "mps": mps, "threads": torch.get_num_threads()}))
"""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: Literal["fine", "attention", "broken"]
    found: str
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Yield everything that is found, as soon as it is."""
    yield Finding("Python", "fine", f"{platform.python_version()} on {platform.platform()}, {sys.executable}")
    yield packages()
    yield device()
    yield app()
    yield datasets()
    yield space()
    yield artifacts()
    yield from store()


def packages() -> Finding:
    """Return whether everything that shapviz needs is installed in a version that it works with."""
    try:
        needed = [Requirement(line) for line in metadata.requires("shapviz") or ()]
    except metadata.PackageNotFoundError:
        return Finding(
            "packages",
            "attention",
            f"shapviz {shapviz.__version__} runs from {paths.bundle()} without being installed.",
            "Install it, so that its requirements can be checked: pip install -e .",
        )
    needed = [need for need in needed if need.marker is None or need.marker.evaluate({"extra": ""})]
    wrong = [problem for need in needed if (problem := _unmet(need))]
    if wrong:
        return Finding("packages", "broken", "; ".join(wrong) + ".", REINSTALL)
    return Finding("packages", "fine", f"shapviz {shapviz.__version__}, and all {len(needed)} that it needs")


def _unmet(need: Requirement) -> str:
    """Return what is wrong with a requirement; empty where it is met."""
    try:
        found = metadata.version(need.name)
    except metadata.PackageNotFoundError:
        return f"{need.name} is not installed"
    fits = need.specifier.contains(found, prereleases=True)
    return "" if fits else f"{need.name} is {found}, needed is {need.specifier}"


def device() -> Finding:
    """Return what torch can compute on."""
    try:
        asked = subprocess.run(
            [sys.executable, "-c", ASK_TORCH], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return Finding("device", "broken", f"torch did not load within {PATIENCE} s.", "Try again on a quiet machine.")
    if asked.returncode != 0:
        last = (asked.stderr.strip().splitlines() or [f"it ended with code {asked.returncode}"])[-1]
        return Finding(
            "device", "broken", f"torch does not load: {last}", "Install it again: pip install --force-reinstall torch"
        )
    return _described(json.loads(asked.stdout.splitlines()[-1]))


def _described(torch: dict[str, Any]) -> Finding:
    kinds = [f"CPU ({torch['threads']} threads)", *(f"CUDA: {name}" for name in torch["cuda"])]
    if torch["mps"]:
        kinds.append("MPS: Apple's GPU")
    found = f"torch {torch['version']}; {', '.join(kinds)}"
    if not torch["cuda"] and shutil.which("nvidia-smi"):
        remedy = "Install a torch that is built for CUDA, see pytorch.org/get-started, or go on with the CPU."
        return Finding("device", "attention", f"{found}. There is an NVIDIA driver, but torch finds no GPU.", remedy)
    return Finding("device", "fine", found)


def app() -> Finding:
    """Return whether the app's files are where `shapviz app` looks for them."""
    script = paths.bundle() / "app.py"
    if script.is_file():
        return Finding("app", "fine", str(script))
    return Finding(
        "app", "broken", f"{script} is missing.", "Install shapviz again: pip install --force-reinstall shapviz"
    )


def datasets() -> Finding:
    """Return whether the files of all datasets are there."""
    try:
        found = [catalog.info(name).name for name in catalog.names()]
    except OSError as error:
        return Finding("datasets", "broken", f"{error.filename} cannot be read: {error.strerror}.", REINSTALL)
    return Finding("datasets", "fine", ", ".join(found))


def space() -> Finding:
    """Return whether the disk that holds the runs has room for more."""
    folder = paths.home()
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    found = f"{free / 1e9:.1f} GB free in {folder}"
    remedy = "Make room, or choose another place with SHAPVIZ_HOME=/some/folder"
    if free < LITTLE_SPACE:
        return Finding("disk", "broken" if free < NO_SPACE else "attention", f"Only {found}.", remedy)
    return Finding("disk", "fine", found)


def artifacts() -> Finding:
    """Return whether checkpoints can be kept, by keeping something."""
    try:
        place = ArtifactStore.open()
        place.write("doctor", "trial", b"written to see whether it can be")
        place.delete_run("doctor")
    except StoreError as error:
        return Finding("artifacts", "broken", error.problem, error.remedy)
    return Finding("artifacts", "fine", place.place)


def store() -> Iterator[Finding]:
    """Yield whether the run store can be read and written, and how the workers of its queue are."""
    try:
        opened = RunStore.open()
    except StoreError as error:
        yield Finding("run store", "broken", error.problem, error.remedy)
        return
    with closing(opened):
        runs, deleted = opened.list(), opened.list(deleted=True)
        with opened.writing(visible=False):
            pass  # that a turn to write can be had is all there is to know
        yield Finding("run store", "fine", f"{opened.place}: {len(runs)} runs, and {len(deleted)} deleted")
        yield workers(opened)


def workers(store: RunStore) -> Finding:
    """Return how the workers are, by the runs that they hold."""
    try:
        queue = LocalQueue(store)
    except ShapvizError as error:
        return Finding("workers", "broken", error.problem, error.remedy)
    queue.reap()
    jobs = queue.jobs()
    stalled = [str(job.pid) for job in jobs if job.state == "stalled"]
    count = Counter(job.state for job in jobs)
    found = ", ".join(f"{number} {state}" for state, number in count.items()) or "nothing to do"
    if stalled:
        processes = " and ".join(stalled)
        remedy = f"If it stays so, end process {processes}: the run goes on from its checkpoint. See {log_path()}."
        return Finding("workers", "attention", f"{found}. A worker gives no sign of life.", remedy)
    return Finding("workers", "fine", found)
