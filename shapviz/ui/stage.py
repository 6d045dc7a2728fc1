"""The stage: the centre, the right column and the transport of Train, as one part of the page.

It is one part because one time cursor runs through all of it and has to move without asking the server. Streamlit's own
chart element cannot do that: it puts a new chart in the old one's place whenever the data change. What the stage draws
and how it plays is written in `assets/stage/`.
"""

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from shapviz.ui import assets, level, part

Command = dict[str, Any]
_KEY = "stage"


def stage(payload: str, job: dict[str, Any], *, on_command: Callable[[Command], None]) -> None:
    """Show a run.

    Args:
        payload: From `shapviz.ui.payload`, as text.
        job: What changes more often than the payload: `status`, and sentences that take the place of the payload's.
        on_command: Called with what is asked for: `{"job": "pause" | "resume" | "stop"}`, `{"until": When as JSON}`,
            `{"view": name, "epoch": int | None}`, `{"fork": epoch}`, `{"examine": True}`, `{"strategy": name}`,
            `{"page": "robustness" | "attribution"}` or `{"compact": bool}`.
    """
    # The address goes along so that the stage hears of every change of it, and can put its epoch back.
    told = json.dumps({"job": job, "level": level.current(), "address": st.query_params.to_dict()})
    data = {"payload": payload, "told": told, "plotly": assets.url("plotly/plotly.min.js")}
    part.draw("stage/index", data, key=_KEY, on_command_change=lambda: on_command(st.session_state[_KEY].command))
