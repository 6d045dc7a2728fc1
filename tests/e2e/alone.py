"""The left column of Attribution by itself: served from files, and answered by networks in this process."""

import json
from functools import cache
from typing import Any, get_args

from playwright.sync_api import Page, Route
from safetensors.torch import load

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.gallery import gallery
from shapviz.attribution.inside.looks import look_inside
from shapviz.attribution.inside.whole import look_through
from shapviz.data.modality import Kind
from shapviz.errors import UsageError
from shapviz.experiment import Setting
from shapviz.figures.theme import THEMES, styles
from shapviz.robustness.exhibits import exhibit, wav
from shapviz.runs import checkpoints
from shapviz.runs.attribution import Question
from shapviz.runs.exhibits import Shown
from shapviz.runs.methods import METHODS
from shapviz.runs.recorded import FOLDER, recordings
from shapviz.runs.spec import RunSpec, parse_spec
from shapviz.training.weights import PREFIX
from shapviz.ui import assets
from shapviz.ui.attribution.payload import units

SITE = "http://left.test"
SHEETS = ("style.css", "stage/stage.css", "labs/labs.css", "labs/exhibits.css", "attribution/inside.css")
KINDS = get_args(Kind)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The samples</title>%s
<style>
:root { color-scheme: %s; %s }
body { background: var(--sv-bg); margin: 12px; font: 15px Inter, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 331px; }
@media (max-width: 640px) { main { max-width: none; } }
</style>
</head><body><main class="lab" style="display: block"><h1 class="lab-unseen">Samples</h1><div id="place"></div></main>
<script type="module">
import { mountLeft } from "/attribution/left.js";
let told = %s;
window.asked = [];
window.wishes = [];
const ask = async (kind, question) => {
  window.asked.push([kind, question]);
  const answer = await fetch(`/ask/${kind}`, { method: "POST", body: JSON.stringify(question) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
};
const wish = ({ target, ...change }) => {
  window.wishes.push({ ...change, ...(target && { target }) });
  const question = target ? { ...told.question, target } : told.question;
  show({ ...change, question });
};
const sound = (row, modality) => `/sound?row=${row}&of=${modality}`;
const left = mountLeft(document.getElementById("place"), { ask, wish, sound });
window.show = async (change) => {
  const asked = JSON.stringify(told.question);
  told = { ...told, ...change };
  left.show(told);
  if (told.gallery && JSON.stringify(told.question) === asked) return;
  const gallery = await ask("gallery", told.question);
  told = { ...told, gallery };
  left.show(told);
};
window.show({});
</script></body></html>"""


@cache
def explainer(dataset: str) -> Explainer:
    """Return a network of a dataset: the recorded one of emoji3, else one that has learned nothing."""
    known = {each.info.spec.dataset.name: each.info for each in recordings()} if dataset == "emoji3" else {}
    spec: RunSpec = known[dataset].spec if known else parse_spec({"dataset": {"name": dataset}})
    setting = Setting.of(spec)
    model = setting.model(spec)
    if known:
        weights = load((FOLDER / known[dataset].name / checkpoints.WEIGHTS).read_bytes())
        model.load_state_dict({key.removeprefix(PREFIX): value for key, value in weights.items()})
    return Explainer(model.eval(), setting.dataset, setting.splits)


def opened(page: Page, dataset: str, *, theme: str = "light", refused: bool = False, **change: Any) -> Page:
    """Return the page with the column of a dataset; `change` is told besides. All attributions may be `refused`."""
    page.route(f"{SITE}/**", lambda route: _answer(route, dataset, theme, refused, change))
    page.goto(SITE)
    return page


def _answer(route: Route, dataset: str, theme: str, refused: bool, change: dict[str, Any]) -> None:
    path = route.request.url.removeprefix(SITE).partition("?")[0]
    if path.startswith("/ask/"):
        question = json.loads(route.request.post_data or "{}")
        try:
            if refused and path == "/ask/inside":
                raise UsageError("This method does not fit.", remedy="Choose another.")
            route.fulfill(body=_said(explainer(dataset), path.removeprefix("/ask/"), question))
        except UsageError as error:
            route.fulfill(status=409, json={"error": f"{error.problem} {error.remedy}"})
    elif path == "/":
        route.fulfill(body=_page(dataset, theme, change), content_type="text/html")
    elif path == "/sound":
        route.fulfill(body=wav(explainer(dataset).dataset.views["audio"][0], 8000), content_type="audio/wav")
    elif (assets.OWN / path.lstrip("/")).is_file():
        route.fulfill(path=assets.OWN / path.lstrip("/"))
    else:
        route.fulfill(status=204)


def _said(asked: Explainer, kind: str, question: dict[str, Any]) -> str:
    match kind:
        case "gallery":
            return gallery(asked, Question.model_validate(question)).model_dump_json()
        case "exhibits":
            return f"[{','.join(_shown(asked, row).model_dump_json() for row in question['rows'])}]"
        case "through":
            asked_for = Question.model_validate(question["question"])
            found = look_through(asked, question["row"], asked_for)
            return json.dumps({name: each.model_dump(mode="json") for name, each in found.items()})
        case _:
            question["name"] = question.pop("method")
            question["question"] = Question.model_validate(question["question"])
            return look_inside(asked, **question).model_dump_json()


def _shown(asked: Explainer, row: int) -> Shown:
    data = asked.dataset
    exhibits = {
        each.name: exhibit(
            each, data.views[each.name][row], data.views[each.name][row], written=data.as_written(each.name)[row]
        )
        for each in data.modalities
    }
    return Shown(row=row, exhibits=exhibits)


def _page(dataset: str, theme: str, change: dict[str, Any]) -> str:
    links = "".join(f'<link rel="stylesheet" href="/{sheet}">' for sheet in SHEETS)
    tokens = THEMES[theme]
    known = {"bg": "background", "panel": "panel", "line": "hairline", "muted": "muted", "text": "text"}
    colours = ";".join(f"--sv-{name}:{getattr(tokens, token)}" for name, token in known.items())
    return PAGE % (links, theme, f"{colours};--sv-strong:#64748b", json.dumps(_told(dataset) | change))


def _told(dataset: str) -> dict[str, Any]:
    modalities = explainer(dataset).dataset.modalities
    looks = styles(each.name for each in modalities)
    players = [
        {
            "name": each.name,
            "kind": each.kind,
            "drawn": each.drawn,
            "about": each.about,
            "glyph": looks[each.name].glyph,
            "fill": looks[each.name].colour,
            "text": looks[each.name].on,
        }
        for each in modalities
    ]
    methods = [
        {"name": name, "title": each.title, "library": each.library, "about": each.about, "refused": None}
        for name, each in METHODS.items()
        if "inside" in each.levels
    ]
    return {
        "key": dataset,
        "players": players,
        "units": units(),
        "gallery": None,
        "question": Question().model_dump(),
        "row": None,
        "filter": {"wrong": False, "disagreeing": False, "led": [], "class": None},
        "method": None,
        "methods": methods,
        "others": "averaged",
        "level": "explore",
    }
