"""The stage: the centre, the right column and the transport of Train, as one component of the page.

It is one component because one time cursor runs through all of it and has to move without asking the server.
Streamlit's own chart element cannot do that: it puts a new chart in the old one's place whenever the data change. What
the stage draws and how it plays is written in `assets/stage/`, modules that the browser loads from the app itself.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from shapviz.ui import assets

Command = dict[str, Any]
FOLDER = assets.OWN / "stage"
LOADER = """
export default async (call) => {
  const stage = await import(`${location.origin}${call.data.assets}stage/index.js`);
  return stage.default({ ...call, data: { ...call.data, ...JSON.parse(call.data.told) } });
};
"""


def stage(payload: str, job: dict[str, Any], *, on_command: Callable[[Command], None]) -> None:
    """Show a run.

    Args:
        payload: From `shapviz.ui.payload`.
        job: What changes more often than the payload: `status`, and sentences that take the place of the payload's.
        on_command: Called with what is asked for: `{"job": "pause" | "resume" | "stop"}`, `{"until": When as JSON}`,
            `{"view": "share" | "signed", "epoch": int | None}` or `{"compact": bool}`.
    """
    key = "stage"

    def tell() -> None:
        on_command(st.session_state[key]["command"])

    # The modules come by their address and stay in the browser's cache: inline code would travel with every update.
    # HTML and style are constant; whatever varies enters as data, and the page as text.
    mount = st.components.v2.component(
        "shapviz.stage", html=_source("stage.html"), css=_source("stage.css"), js=LOADER, isolate_styles=False
    )
    # As text, because Streamlit would load pandas to see whether a mapping is a table.
    told = json.dumps({"job": job, "address": st.query_params.to_dict()})
    data = {"payload": payload, "told": told, "assets": assets.url("")}
    mount(data=data, key=key, on_command_change=tell)


@cache
def _source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
