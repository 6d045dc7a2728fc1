"""Questions to the labs' routes, without a server: sent to the app's own routes, and answered in this process."""

import json
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple
from urllib.parse import urlencode

from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.types import Message

from shapviz.errors import ShapvizError
from shapviz.jobs.lab.networks import Network, Networks
from shapviz.jobs.lab.questions import Question, Subject, key_of
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import parse_spec
from shapviz.runs.store import RunStore
from shapviz.ui import assets, exports
from shapviz.ui.attribution import routes as attribution
from shapviz.ui.labs.tokens import token
from shapviz.ui.robustness import routes as robustness

APP = Starlette(routes=[*exports.routes(), *robustness.routes(), *attribution.routes(), *assets.routes()])


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        return f"{self.told['error']['problem']} {self.told['error']['remedy']}"


class Lab:
    """Answers at once, in this process, and remembers what it was asked."""

    def __init__(self, open_network: Callable[[Subject], Network]) -> None:
        self.asked: list[Question] = []
        self._answers: dict[str, str] = {}
        self._networks = Networks(open_network, most=2**30)

    def ask(self, question: Question) -> Future[str]:
        self.asked.append(question)
        future: Future[str] = Future()
        try:
            future.set_result(self._answer(question))
        except ShapvizError as error:
            future.set_exception(error)
        return future

    def known(self, question: Question) -> str | None:
        return self._answers.get(key_of(question))

    def _answer(self, question: Question) -> str:
        if (key := key_of(question)) not in self._answers:
            self._answers[key] = self._made(question)
        return self._answers[key]

    def _made(self, question: Question) -> str:
        work = self._networks.answer(question)
        while True:
            try:
                next(work)
            except StopIteration as end:
                return str(end.value)


def trained(store: RunStore, name: str | None = None, *, dataset: str = "emoji3") -> RunInfo:
    """Return a run that has ended."""
    run = store.create(parse_spec({"dataset": {"name": dataset}}), name)
    store.set_status(run.id, "finished")
    return run


def ask(path: str, run: str, *, verb: str = "POST", **question: Any) -> Answer:
    """Return the answer to a question of somebody who was shown the run, unless they show another token."""
    asked = {"token": token(run), "run": run} | question
    if "beside" in question:
        asked = {"beside_token": token(question["beside"])} | asked
    if verb == "POST":
        return send(path, body=json.dumps(asked).encode())
    return send(path, query=urlencode(asked).encode(), verb=verb)


def send(path: str, *, body: bytes = b"", query: bytes = b"", verb: str = "POST") -> Answer:
    """Return the answer to a request."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def take(message: Message) -> None:
        sent.append(message)

    asked = {"method": verb, "path": path, "query_string": query, "headers": [], "root_path": ""}
    with start_blocking_portal() as portal:
        portal.call(APP, {"type": "http", "asgi": {"spec_version": "2.4"}} | asked, receive, take)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(message["body"] for message in sent[1:]))
