"""Compare's JavaScript, run by node where there is one: it draws what Python would draw."""

import json

from shapviz.figures.scene import still
from shapviz.ui.compare.payload import payload
from tests.ui import node
from tests.ui.comparisons import GUIDED, JOINT, OWN, entries

pytestmark = node.needed


def test_the_browser_shows_the_figures_that_python_shows() -> None:
    shown = payload(entries((JOINT, range(4)), (OWN, range(4)), (GUIDED, range(3))), "light", compact=False)
    against = next(iter(shown["against"].values()))
    scenes = [panel["scene"] for view in shown["views"].values() for panel in view]
    for scene in [*scenes, against["difference"]["scene"], against["landing"]["scene"]]:
        epochs = [0, 1, 3, 6, 40]
        request = json.dumps({"scene": scene, "epochs": epochs})
        expected = json.loads(json.dumps([still(scene, epoch) for epoch in epochs]))
        assert node.answer("stage/still.mjs", request) == expected
