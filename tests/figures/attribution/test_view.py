"""Whatever methods say can be shown."""

import json

from shapviz.figures.attribution.scene import Scene
from shapviz.figures.attribution.view import view
from shapviz.figures.theme import LIGHT
from shapviz.figures.words import plain
from shapviz.runs.attribution import Question


def test_before_anything_is_known_everything_is_offered() -> None:
    told = view(Scene("plain-heron", 3, {"Noto": "image", "words": "text"}, Question()), LIGHT)
    assert plain(told["finding"]) == "No method has answered yet"
    assert {row["state"] for row in told["methods"]["rows"]} == {"pending"}
    json.dumps(told, allow_nan=False)
