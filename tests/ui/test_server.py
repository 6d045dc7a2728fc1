"""The server's look after the queue."""

from pathlib import Path

import pytest
import streamlit as st
from anyio.from_thread import start_blocking_portal
from streamlit import App

from shapviz.ui import assets, server


@pytest.mark.parametrize(
    ("name", "value"), [("SHAPVIZ_WORKERS", "two"), ("SHAPVIZ_ARTIFACTS", "nowhere://bucket"), ("SHAPVIZ_STORE", ".")]
)
def test_an_environment_that_cannot_be_understood_is_logged_and_the_server_starts(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for variable in ("SHAPVIZ_STORE", "SHAPVIZ_ARTIFACTS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path))
    monkeypatch.setenv("SHAPVIZ_WORKERS", "0")
    monkeypatch.setenv(name, value)
    st.cache_resource.clear()

    async def start() -> None:
        async with server.lifespan(App(server.SCRIPT, routes=assets.routes())):
            pass

    with start_blocking_portal() as portal:  # a loop in a thread of its own: in this one Playwright's may be running
        portal.call(start)
    st.cache_resource.clear()
    assert value in caplog.text
