"""Whatever a page needs comes from the app itself, may be kept forever, and is followed by careful headers."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.types import Message

from shapviz.data import catalog
from shapviz.ui import assets, server
from shapviz.ui.headers import HEADERS
from shapviz.ui.menu import MENU

APP = Starlette(routes=assets.routes(), middleware=server.MIDDLEWARE)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def get(path: str) -> Answer:
    """Return what the app answers to a GET, without a network in between."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asked = {"method": "GET", "path": path, "query_string": b"", "headers": [], "root_path": ""}
    scope = {"type": "http", "asgi": {"spec_version": "2.4"}} | asked
    with start_blocking_portal() as portal:  # a loop in a thread of its own: in this one Playwright's may be running
        portal.call(APP, scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(message["body"] for message in sent[1:]))


FILES = [str(path.relative_to(assets.OWN)) for path in assets.OWN.rglob("*") if path.is_file()]
THUMBNAILS = [f"thumbnails/{name}.png" for name in catalog.names()]


@pytest.mark.parametrize("path", [*FILES, *THUMBNAILS, "plotly/plotly.min.js"])
def test_every_asset_is_served_to_be_kept(path: str) -> None:
    answer = get(assets.url(path))
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]
    assert all(answer.headers[name.lower()] == value for name, value in HEADERS.items())


@pytest.mark.parametrize("path", ["../../assets.py", "fonts/../../frame.py", "thumbnails/../catalog.py", "nothing.css"])
def test_nothing_outside_the_folders_is_served(path: str) -> None:
    assert get(f"/assets/x/{path}").status == 404


@pytest.mark.parametrize("page", ["/", *(f"/{name}" for name in MENU), "/no-such-page"])
def test_a_page_has_its_style_and_font_before_any_script_runs(page: str) -> None:
    html = get(page).body.decode()
    head = html[: html.index("<script")]
    assert assets.url("style.css") in head
    assert assets.url("fonts/inter-latin.woff2") in head
    assert "<title>shapviz</title>" in html
    assert "SourceSans" not in html


def test_the_address_of_an_asset_changes_with_the_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = assets.url("style.css")
    (tmp_path / "style.css").write_text("body { color: red }")
    monkeypatch.setattr(assets, "OWN", tmp_path)
    assets._digest.cache_clear()
    try:
        assert assets.url("style.css") != before
    finally:
        assets._digest.cache_clear()


def test_every_font_that_the_style_names_is_there_with_its_licence() -> None:
    style = (assets.OWN / "style.css").read_text(encoding="utf-8")
    named = {line.split("url(")[1].split(")")[0] for line in style.splitlines() if "url(fonts/" in line}
    assert named == {f"fonts/{path.name}" for path in (assets.OWN / "fonts").glob("*.woff2")}
    assert "SIL Open Font License" in (assets.OWN / "fonts" / "LICENSE").read_text(encoding="utf-8")
