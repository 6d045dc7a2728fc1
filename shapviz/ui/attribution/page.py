"""Attribution: the same question about a trained network, put to many methods."""

import json
from collections.abc import Mapping
from functools import partial

import streamlit as st

from shapviz.data import catalog
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import parse_spec
from shapviz.ui import assets, frame, level, part, resources, theme
from shapviz.ui.attribution import jobs
from shapviz.ui.attribution.payload import payload
from shapviz.ui.attribution.state import Choice, Known, read
from shapviz.ui.labs import cards, opening, runs, visiting
from shapviz.ui.labs.cards import Card
from shapviz.ui.labs.payload import text
from shapviz.ui.orders import summary

_KEY = "attribution"
_ELSEWHERE = "attribution.elsewhere"  # session state: something was done that the whole page is to show


def render() -> None:
    """Draw the page."""
    choice = visiting.chosen(_read)
    frame.notes()
    match _to_show(choice.run):
        case Card() as card:
            state = "a run that cannot be opened" if choice.run else "no network to ask yet"
            frame.context_strip(["Attribution", state])
            opening.decline(card, "Train a network to ask", lambda run: visiting.visit(Choice(run=run)))
        case RunInfo(status=status) as run if status in UNFINISHED:
            frame.context_strip([*summary(run.spec), f"run {run.name}"])
            st.fragment(opening.await_end, run_every=opening.TICK)(run.id)
        case RunInfo() as run:
            frame.context_strip(opening.facts(run))
            resources.lab().warm()
            alive = jobs.under_way(run.id)
            st.fragment(_lab, run_every=opening.TICK if alive else None)(run, choice, alive=alive)


def _read(query: Mapping[str, str]) -> tuple[Choice, list[str]]:
    return read(query, find=opening.find, known=_known)


def _known(run_id: str | None) -> Known:
    run = _to_show(run_id)
    if isinstance(run, Card):
        return Known()
    card, players = catalog.info(run.spec.dataset.name), runs.players(run.spec)
    return Known(tuple(modality.name for modality in players), card.classes, run.epoch or 0)


def _to_show(run_id: str | None) -> RunInfo | Card:
    """Return the run that the address names, or else the usual one; a card where neither can be opened."""
    return opening.to_show(run_id) or cards.nothing("Put one question to every method of attribution")


def _lab(run: RunInfo, choice: Choice, *, alive: bool) -> None:
    """Draw the lab itself; all that changes in it is changed by the browser, but for how jobs stand."""
    if alive != jobs.under_way(run.id) or st.session_state.pop(_ELSEWHERE, False):
        st.rerun()
    told = {
        "level": level.current(),
        "jobs": jobs.standing(run.id),
        "known": jobs.known(run.id),
        "refusal": jobs.refusal(run),
        "address": st.query_params.to_dict(),
    }
    shown = payload(run, choice, opening.there(), theme=theme.current().name, usual=choice.run is None)
    data = {"payload": text(shown), "told": json.dumps(told), "plotly": assets.url("plotly/plotly.min.js")}
    part.draw("attribution/index", data, key=_KEY, on_command_change=partial(_obey, run.id))


def _obey(run: str) -> None:
    """Do what was asked for on the page of a run."""
    st.session_state[_ELSEWHERE] = True
    match st.session_state[_KEY].command:
        case {"visit": Mapping() as wish}:
            visiting.obey(wish, _read)
        case {"ask": Mapping() as wish}:
            visiting.attempt(lambda: jobs.ask(run, parse_spec({"attribution": wish}).attribution))
        case {"cancel": str(job)}:
            visiting.attempt(lambda: jobs.cancel(run, job))
