"""Compare: groups of runs side by side on one clock, and by how much they differ."""

import json
from collections.abc import Mapping, Sequence

import streamlit as st

from shapviz.comparison import outcome
from shapviz.figures.compare.contender import trail
from shapviz.figures.compare.words import seeds
from shapviz.runs.info import RunInfo
from shapviz.ui import address, assets, frame, part, resources, theme
from shapviz.ui.compare import offers, replicas
from shapviz.ui.compare.choice import VIEWS, Choice, changed, read
from shapviz.ui.compare.lineup import Entry, Known, lineup
from shapviz.ui.compare.payload import payload, text
from shapviz.ui.compare.study import Chapter, chapter
from shapviz.ui.orders import summary

TICK = 1.0  # seconds between two looks at runs that are alive
_KEY = "compare"
_COMPACT = "compare.compact"  # session state: whether the browser asked for the figures of a narrow window
Version = tuple[tuple[str, ...], ...]


def render() -> None:
    """Draw the page."""
    choice = _choice()
    alive = any(entry.alive for entry in _entries(choice, _settings(choice)))
    st.fragment(_watch, run_every=TICK if alive else None)(alive)


def _watch(alive: bool) -> None:
    """Draw the comparison as it stands now; when nothing is to be expected any more, let the page come to rest."""
    choice = _choice()
    studied, settings = _studied(choice), _settings(choice)
    entries = _entries(choice, settings)
    if alive != any(entry.alive for entry in entries):
        st.rerun()
    frame.notes()
    frame.context_strip(_facts(entries))
    compact = st.session_state.get(_COMPACT, False)
    revision = resources.store().revision()
    told = {
        "baseline": _baseline(choice, entries, studied.baseline if studied else None),
        "offers": _offers(revision, choice.model_copy(update={"view": VIEWS[0], "epoch": None}), entries, settings),
        "recorded": offers.recorded(_runs(revision)),
        "standing": _standing(entries) or (f"study {studied.study}, {studied.dataset}" if studied else ""),
        "address": st.query_params.to_dict(),
    }
    data = {
        "payload": _payload(_version(entries), theme.current().name, compact, entries),
        "told": json.dumps(told),
        "plotly": assets.url("plotly/plotly.min.js"),
    }
    part.draw("compare/index", data, key=_KEY, on_command_change=_obey)


def _choice() -> Choice:
    """Return what the address says. What it says wrongly is corrected there, and noted."""
    runs = _runs(resources.store().revision())
    choice, notes = read(address.query(), find=lambda ref: _found(ref, runs), find_study=_find_study)
    if notes:
        address.write(choice.query())
        address.note(notes)
    return choice


def _found(ref: str, runs: Sequence[RunInfo]) -> str | None:
    """Return the id of the one run with this id, name or beginning of an id; an address may name a hundred."""
    exact = [run.id for run in runs if ref in (run.id, run.name)]
    fits = exact or [run.id for run in runs if ref and run.id.startswith(ref)]
    return fits[0] if len(fits) == 1 else None


def _find_study(name: str, dataset: str | None) -> tuple[str, str]:
    found = _chapter(resources.store().revision(), name, dataset)
    return found.study, found.dataset


def _studied(choice: Choice) -> Chapter | None:
    """Return the study that was asked for."""
    return _chapter(resources.store().revision(), choice.study, choice.dataset) if choice.study else None


def _settings(choice: Choice) -> Mapping[str, str]:
    """Return what the study that was asked for calls its settings, by run id."""
    studied = _studied(choice)
    return studied.settings if studied else {}


@st.cache_resource(max_entries=8, show_spinner=False)
def _chapter(revision: int, name: str, dataset: str | None) -> Chapter:
    """Return what a study has trained, read once for each state of the store."""
    return chapter(resources.store(), name, dataset)


def _entries(choice: Choice, settings: Mapping[str, str]) -> tuple[Entry, ...]:
    there = {run.id: run for run in _runs(resources.store().revision())}
    return lineup([there[run] for run in choice.runs or settings if run in there], _known_of, settings)


@st.cache_resource(max_entries=2, show_spinner=False)
def _runs(revision: int) -> tuple[RunInfo, ...]:
    """Return all runs, newest first, read once for each state of the store."""
    return resources.store().list()


@st.cache_resource(max_entries=32, show_spinner=False)
def _offers(
    revision: int, choice: Choice, _entries: Sequence[Entry], _settings: Mapping[str, str]
) -> dict[str, tuple[offers.Offer, ...]]:
    """Return what else could be compared, found once for each state of the store and each choice."""
    return offers.offers(_runs(revision), _entries, _settings)


def _known_of(run: RunInfo) -> Known:
    return _known((run.id, run.created_at.isoformat(), run.status, str(run.epoch)), run.id)


@st.cache_resource(max_entries=512, show_spinner=False)
def _known(version: tuple[str, ...], run: str) -> Known:
    """Return what a run has recorded, read again only when it has recorded more."""
    store = resources.store()
    records, final = store.epochs(run), store.final(run)
    return Known(trail(records), outcome(final, records) if final else None)


def _version(entries: Sequence[Entry]) -> Version:
    return tuple(
        (run.id, run.status, str(run.epoch), entry.title) for entry in entries for run in entry.group.runs.values()
    )


@st.cache_data(max_entries=32, show_spinner=False)
def _payload(version: Version, look: str, compact: bool, _entries: tuple[Entry, ...]) -> str:
    """Return the payload as text, made once for all browsers that show the same."""
    return text(payload(_entries, look, compact=compact))


def _baseline(choice: Choice, entries: Sequence[Entry], studied: str | None) -> str | None:
    """Return the key of the baseline: what the address says, else the study's, else joint training, else the first."""
    shown = [entry for entry in entries if entry.contender]
    asked = [entry for run in (choice.baseline, studied) for entry in shown if run in entry.ids]
    joint = [entry for entry in shown if entry.group.spec.strategy.name == "joint"]
    return next((entry.key for entry in [*asked, *joint, *shown]), None)


def _facts(entries: Sequence[Entry]) -> list[str]:
    """Return what the context strip says of a comparison."""
    if not entries:
        return ["Compare", "2 to 6 groups of runs"]
    datasets = list(dict.fromkeys(summary(entry.group.spec)[0] for entry in entries))
    counts = sorted({len(entry.group.runs) for entry in entries})
    over = seeds(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]} seeds"
    groups = "1 group" if len(entries) == 1 else f"{len(entries)} groups"
    epochs = sorted({entry.group.spec.training.epochs for entry in entries})
    return [
        ", ".join(datasets),
        f"{groups} × {over}",
        "paired by seed",
        f"{' to '.join(map(str, dict.fromkeys([epochs[0], epochs[-1]])))} epochs",
    ]


def _standing(entries: Sequence[Entry]) -> str:
    """Return how many runs are still under way."""
    runs = [run for entry in entries for run in entry.group.runs.values()]
    done = sum(run.status == "finished" for run in runs)
    return f"training: {done} of {len(runs)} runs are done" if any(entry.alive for entry in entries) else ""


def _obey() -> None:
    """Do what was asked for on the page."""
    match st.session_state[_KEY].command:
        case {"compact": bool(compact)}:
            st.session_state[_COMPACT] = compact
        case {"choose": Mapping() as wish}:
            _visit(changed(_choice(), wish))
        case {"replicas": True}:
            _train_more()


def _train_more() -> None:
    choice = _choice()
    entries = _entries(choice, _settings(choice))
    more = replicas.train(replicas.wanted(entries), _runs(resources.store().revision()))
    compared = [run for entry in entries for run in entry.ids]
    _visit(choice.model_copy(update={"runs": (*compared, *more)}))


def _visit(choice: Choice) -> None:
    address.note([])
    address.write(choice.query())
