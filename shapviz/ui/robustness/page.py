"""Robustness: what a trained network does when modalities go missing or come in damaged."""

import json
from collections.abc import Mapping
from functools import partial

import streamlit as st

from shapviz.data.modality import Modality
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs.info import RunInfo
from shapviz.ui import assets, frame, level, part, resources, theme
from shapviz.ui.labs import cards, opening, runs, visiting
from shapviz.ui.labs.cards import Card
from shapviz.ui.labs.payload import text
from shapviz.ui.orders import summary
from shapviz.ui.robustness import thorough
from shapviz.ui.robustness.payload import payload
from shapviz.ui.robustness.state import Choice, read

_KEY = "robustness"
_ELSEWHERE = "robustness.elsewhere"  # session state: something was done that the whole page is to show


def render() -> None:
    """Draw the page."""
    choice = visiting.chosen(_read)
    frame.notes()
    match _to_show(choice):
        case Card() as card:
            state = "a run that cannot be opened" if choice.run else "no network to break yet"
            frame.context_strip(["Robustness", state])
            opening.decline(card, "Train a network to break", lambda run: visiting.visit(Choice(run=run)))
        case RunInfo(status=status) as run if status in UNFINISHED:
            frame.context_strip([*summary(run.spec), f"run {run.name}"])
            st.fragment(opening.await_end, run_every=opening.TICK)(run.id)
        case RunInfo() as run:
            frame.context_strip(opening.facts(run))
            resources.lab().warm()
            alive = thorough.under_way(*_shown(run, choice))
            st.fragment(_lab, run_every=opening.TICK if alive else None)(run, choice, alive=alive)


def _read(query: Mapping[str, str]) -> tuple[Choice, list[str]]:
    choice, notes = read(query, find=opening.find, players=_players)
    run = _to_show(choice)
    if choice.run and isinstance(run, Card):
        return choice, []  # which says what is the matter: of a network that is gone nothing else can be wrong
    if choice.beside and isinstance(run, RunInfo) and choice.beside not in {other.id for other in _company(run)}:
        notes.append("The run beside it was left out: it has other modalities, or its network is gone.")
        choice = choice.model_copy(update={"beside": None})
    return choice, notes


def _players(run: str | None) -> tuple[Modality, ...]:
    shown = _to_show(Choice(run=run))
    return runs.players(shown.spec) if isinstance(shown, RunInfo) else ()


def _to_show(choice: Choice) -> RunInfo | Card:
    """Return the run that the address names, or else the usual one; a card where neither can be opened."""
    return opening.to_show(choice.run) or cards.nothing("Drop a modality, corrupt an input, watch what breaks")


def _company(run: RunInfo) -> tuple[RunInfo, ...]:
    return runs.company(run, opening.there())


def _lab(run: RunInfo, choice: Choice, *, alive: bool) -> None:
    """Draw the lab itself; all that changes in it is changed by the browser, but for how a job stands."""
    shown = _shown(run, choice)
    if alive != thorough.under_way(*shown) or st.session_state.pop(_ELSEWHERE, False):
        st.rerun()
    there = opening.there()
    beside = next((other for other in there if other.id == choice.beside), None)
    told = {
        "level": level.current(),
        "thorough": thorough.standing(run, beside) if level.current() != "learn" else None,
        "address": st.query_params.to_dict(),
    }
    told_once = payload(run, beside, choice, there, theme=theme.current().name)
    data = {"payload": text(told_once), "told": json.dumps(told), "plotly": assets.url("plotly/plotly.min.js")}
    part.draw("robustness/index", data, key=_KEY, on_command_change=partial(_obey, shown))


def _shown(run: RunInfo, choice: Choice) -> tuple[str, ...]:
    """Return the ids of the runs on screen."""
    return (run.id,) if choice.beside is None else (run.id, choice.beside)


def _obey(shown: tuple[str, ...]) -> None:
    """Do what was asked for on the page of these runs."""
    match st.session_state[_KEY].command:
        case {"look": True}:
            return  # drawing it anew finds the runs that have ended meanwhile
        case {"visit": Mapping() as wish}:
            visiting.obey(wish, _read)
        case {"measure": True}:
            visiting.attempt(partial(thorough.ask, *shown))
        case {"stop": True}:
            visiting.attempt(partial(thorough.stop, *shown))
    st.session_state[_ELSEWHERE] = True
