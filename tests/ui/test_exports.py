"""A run's files under their addresses: made when asked for, and refused in words."""

from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.types import Message

from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.ui import assets, exports, resources
from tests.runs.test_unreadable import estrange

APP = Starlette(routes=[*exports.routes(), *assets.routes()])


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunStore:
    opened = RunStore.open(str(tmp_path / "runs.db"))
    monkeypatch.setattr(resources, "store", lambda: opened)
    monkeypatch.setenv("SHAPVIZ_ARTIFACTS", str(tmp_path / "artifacts"))
    return opened


@pytest.fixture
def run(store: RunStore) -> RunInfo:
    return store.create(RunSpec(), 'a "quoted"\u00e9 name')


def get(path: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body that the app answers to a GET with, without a network in between."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asked = {"method": "GET", "path": path, "query_string": b"", "headers": [], "root_path": ""}
    with start_blocking_portal() as portal:
        portal.call(APP, {"type": "http", "asgi": {"spec_version": "2.4"}} | asked, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message["body"] for message in sent[1:])


@pytest.mark.parametrize("format", exports.KINDS)
def test_a_file_is_named_after_its_run_and_not_kept(run: RunInfo, format: str) -> None:
    status, headers, body = get(f"{exports.address()}{run.id}.{format}")
    assert (status, headers["content-type"].partition(";")[0]) == (200, exports.KINDS[format])
    assert headers["content-disposition"] == f'attachment; filename="a-quoted-name.{format}"'
    assert headers["cache-control"] == "no-store"
    assert body


@pytest.mark.parametrize("path", ["0" * 32 + ".csv", "nothing.xlsx", "%00.csv"])
def test_what_is_not_there_is_said(run: RunInfo, path: str) -> None:
    status, _, body = get(exports.address() + path)
    assert (status, body[:8]) == (404, b"There is")


def test_a_run_that_cannot_be_read_leaves_as_it_stands_only(store: RunStore, run: RunInfo) -> None:
    estrange(store, run.id)
    assert get(f"{exports.address()}{run.id}.json")[0] == 200
    status, _, body = get(f"{exports.address()}{run.id}.csv".replace("csv", "npz"))
    assert (status, b"does not understand" in body) == (409, True)
