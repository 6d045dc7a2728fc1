"""One person on the Robustness page, as far as the server can tell: a websocket, and the questions that a browser asks.

Follows assets/robustness/lab.js: of each kind of question one is under way at a time; a change asks for the coalition
on screen, then for those one toggle away and for the samples; curves are measured one after another; what was answered
before is not asked again.
"""

import asyncio
import json
import random
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

KINDS = ("facts", "view", "sweep", "strip")
QUARTERS = 20  # steps of a slider
TOGGLES, OTHERS = 0.3, 0.1  # of all actions: switches, and other corruptions; the rest moves sliders
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

    def __init__(self, site: str, kind: str, tally: Tally) -> None:
        self._connection = HTTPConnection(urlsplit(site).netloc, timeout=120)
        self._path = f"/lab/{kind}"
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


class Visitor:
    """Opens the page, and then does one thing after another.

    Args:
        site: The address of the server.
        seed: What this person will do.
        tally: Where it is noted how they fare.
    """

    def __init__(self, site: str, seed: int, tally: Tally) -> None:
        self._site, self._tally = site, tally
        self._dice = random.Random(seed)
        self._lines = {kind: Line(site, kind, tally) for kind in KINDS}
        self._page: dict[str, Any] = {}
        self._done: dict[str, dict[str, Any]] = {}  # by modality: what is done to it, and how severely
        self._mask = 0
        self._seen: dict[str, set[int]] = {}  # by conditions: the coalitions that the browser holds a view of
        self._shown = ""  # under which conditions the samples are
        self._sweeping = False
        self._meanwhile: set[asyncio.Task[Any]] = set()

    async def visit(self, seconds: float, think: tuple[float, float]) -> None:
        """Open the page and act for so long, thinking for `think` seconds, least and most, before each action."""
        began = time.perf_counter()
        connection = connect(
            f"ws://{urlsplit(self._site).netloc}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(self._site),
            compression=None,
            max_size=None,
        )
        async with connection as socket:
            await self._open(socket)
            entered = time.perf_counter()
            self._tally.entered.append(entered - began)
            while time.perf_counter() < entered + seconds:
                await asyncio.sleep(self._dice.uniform(*think))
                await self._act()
            while self._meanwhile:
                await asyncio.gather(*self._meanwhile)
        for line in self._lines.values():
            line.close()

    async def _open(self, socket: ClientConnection) -> None:
        wish = BackMsg()
        wish.rerun_script.page_name = "robustness"
        await socket.send(wish.SerializeToString())
        self._page = await _payload(socket)
        for player in self._page["players"]:
            self._done[player["name"]] = {"corruption": self._fitting(player)[0], "severity": 0.0}
        self._mask = 2 ** len(self._done) - 1
        await self._ask("facts", {})
        await self._look()

    async def _act(self) -> None:
        """Do something, and wait until there is a view of it."""
        player, what = self._dice.choice(self._page["players"]), self._dice.random()
        name = player["name"]
        change: dict[str, Any] = {}
        if what < TOGGLES:
            self._mask ^= 1 << list(self._done).index(name)
        elif what < TOGGLES + OTHERS:
            change = {"corruption": self._dice.choice(self._fitting(player))}
        else:
            change = {"severity": self._dice.randint(0, QUARTERS) / 4}
        self._done = self._done | {name: self._done[name] | change}
        began = time.perf_counter()
        if await self._look():
            self._tally.waits.append(time.perf_counter() - began)
        else:
            self._tally.at_once += 1

    def _fitting(self, player: dict[str, Any]) -> list[str]:
        return [corruption["name"] for corruption in self._page["fitting"][player["kind"]]]

    async def _look(self) -> bool:
        """Return whether a view had to be asked for; whatever else a browser then wants is asked for meanwhile."""
        asked = await self._views([self._mask])
        self._later(self._views([self._mask ^ 1 << place for place in range(len(self._done))]))
        self._later(self._samples())
        return asked

    async def _views(self, masks: Sequence[int]) -> bool:
        """Return whether any of the views had to be asked for."""
        question = self._question
        key = json.dumps(question)
        missing = [mask for mask in masks if mask not in self._seen.get(key, ())]
        if not missing:
            return False
        answer = await self._ask("view", question | {"masks": missing}, lambda: question == self._question)
        if answer is not None:
            self._seen.setdefault(key, set()).update(missing)
            self._later(self._curve(answer["pending"]))
        return True

    async def _curve(self, pending: Sequence[tuple[str, str]]) -> None:
        """Have a curve measured that is still missing, and ask for views with it."""
        if self._sweeping or not pending:
            return
        self._sweeping = True
        name = pending[0][1]
        known = await self._ask("sweep", {"modality": name, "corruption": self._done[name]["corruption"]})
        self._sweeping = False
        if known is not None:
            self._seen.clear()
            await self._look()

    async def _samples(self) -> None:
        conditions = self._question["conditions"]
        if (shown := json.dumps(conditions)) != self._shown:
            self._shown = shown
            await self._ask("strip", {"conditions": conditions})

    @property
    def _question(self) -> Question:
        done = {name: one for name, one in self._done.items() if one["severity"]}
        curves = {name: one["corruption"] for name, one in self._done.items()}
        return {"conditions": {"corrupted": done}, "corruptions": curves}

    async def _ask(self, kind: str, question: Question, wanted: Callable[[], bool] = lambda: True) -> Any:
        run = self._page["run"]
        return await self._lines[kind].ask({"run": run["id"], "token": run["token"], **question}, wanted)

    def _later(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._meanwhile.add(task)
        task.add_done_callback(self._meanwhile.discard)


async def _payload(socket: ClientConnection) -> dict[str, Any]:
    """Return what the page is sent, once its script has run."""
    found: dict[str, Any] = {}
    while True:
        told = ForwardMsg()
        told.ParseFromString(await socket.recv(decode=False))
        part = told.delta.new_element.bidi_component
        if part.component_name == "shapviz.robustness/index":
            found = json.loads(json.loads(part.json)["payload"])
        if told.WhichOneof("type") == "script_finished":
            assert found, "the server has no run that the lab could open"
            return found
