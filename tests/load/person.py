"""One person on the page of a lab, as far as the server can tell: a websocket, and a browser's questions."""

import asyncio
import json
import random
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any, ClassVar
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

Question = dict[str, Any]


@dataclass
class Tally:
    """How all visitors have fared."""

    entered: list[float] = field(default_factory=list)  # seconds from asking for the page to its first view
    waits: list[float] = field(default_factory=list)  # seconds from an action to a view that had to be asked for
    at_once: int = 0  # actions whose view was there already
    questions: int = 0
    failures: list[str] = field(default_factory=list)


class Line:
    """The questions of one kind: one at a time, over a connection that stays."""

    def __init__(self, site: str, path: str, tally: Tally) -> None:
        self._connection = HTTPConnection(urlsplit(site).netloc, timeout=120)
        self._path = path
        self._tally = tally
        self._turn = asyncio.Lock()

    async def ask(self, question: Question, wanted: Callable[[], bool]) -> Any:
        """Return the answer; None where it failed, or where nobody wanted it any more when its turn came."""
        async with self._turn:
            if not wanted():
                return None
            self._tally.questions += 1
            try:
                status, body = await asyncio.to_thread(self._post, json.dumps(question))
            except (OSError, HTTPException) as error:
                status, body = 0, repr(error).encode()
        if status == 200:
            return json.loads(body)
        self._tally.failures.append(f"{self._path}: {status} {body[:200].decode(errors='replace')}")
        return None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _post(self, body: str) -> tuple[int, bytes]:
        """Return status and body. A connection that the server has given up meanwhile is made anew, as browsers do."""
        try:
            return self._exchange(body)
        except (ConnectionError, HTTPException):
            self._connection.close()
            return self._exchange(body)

    def _exchange(self, body: str) -> tuple[int, bytes]:
        self._connection.request("POST", self._path, body, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        return answer.status, answer.read()


class Person(ABC):
    """Opens a page, and then does one thing after another.

    Args:
        site: The address of the server.
        seed: What this person will do.
        tally: Where it is noted how they fare.
    """

    PAGE: ClassVar[str]
    LAB: ClassVar[str]  # what the addresses of its questions begin with
    KINDS: ClassVar[tuple[str, ...]]  # of questions, of each of which one is under way at a time

    def __init__(self, site: str, seed: int, tally: Tally) -> None:
        self._site, self._tally = site, tally
        self._dice = random.Random(seed)
        self._lines = {kind: Line(site, f"/{self.LAB}/{kind}", tally) for kind in self.KINDS}
        self._page: dict[str, Any] = {}
        self._meanwhile: set[asyncio.Task[Any]] = set()

    async def visit(self, seconds: float, think: tuple[float, float]) -> None:
        """Open the page and act for so long, thinking for `think` seconds, least and most, before each action."""
        began = time.perf_counter()
        async with opened(self._site, self.PAGE) as page:
            self._page = page
            await self._begin()
            entered = time.perf_counter()
            self._tally.entered.append(entered - began)
            while time.perf_counter() < entered + seconds:
                await asyncio.sleep(self._dice.uniform(*think))
                await self._timed()
            while self._meanwhile:
                await asyncio.gather(*self._meanwhile)
        for line in self._lines.values():
            line.close()

    @abstractmethod
    async def _begin(self) -> None:
        """Look at the page until it shows something."""

    @abstractmethod
    async def _act(self) -> bool:
        """Do something, wait until there is a view of it, and return whether that had to be asked for."""

    async def _timed(self) -> None:
        began = time.perf_counter()
        if await self._act():
            self._tally.waits.append(time.perf_counter() - began)
        else:
            self._tally.at_once += 1

    async def _ask(self, kind: str, question: Question, wanted: Callable[[], bool] = lambda: True) -> Any:
        run = self._page["run"]
        return await self._lines[kind].ask({"run": run["id"], "token": run["token"], **question}, wanted)

    def _later(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._meanwhile.add(task)
        task.add_done_callback(self._meanwhile.discard)


@asynccontextmanager
async def opened(site: str, page: str, query: str = "") -> AsyncIterator[dict[str, Any]]:
    """Yield what a page is sent when it is opened, and stay on it."""
    connection = connect(
        f"ws://{urlsplit(site).netloc}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(site),
        compression=None,
        max_size=None,
    )
    async with connection as socket:
        wish = BackMsg()
        wish.rerun_script.page_name = page
        wish.rerun_script.query_string = query
        await socket.send(wish.SerializeToString())
        yield await _payload(socket, page)


async def _payload(socket: ClientConnection, page: str) -> dict[str, Any]:
    """Return what the page is sent, once its script has run."""
    found: dict[str, Any] = {}
    while True:
        told = ForwardMsg()
        told.ParseFromString(await socket.recv(decode=False))
        part = told.delta.new_element.bidi_component
        if part.component_name == f"shapviz.{page}/index":
            found = json.loads(json.loads(part.json)["payload"])
        if told.WhichOneof("type") == "script_finished":
            assert found, "the server has no run that the lab could open"
            return found
