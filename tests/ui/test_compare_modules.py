"""Compare's JavaScript, run by node where there is one: its own tests, and that it draws what Python would draw."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from shapviz.figures.scene import still
from shapviz.ui.compare.payload import payload
from tests.ui.comparisons import GUIDED, JOINT, OWN, entries

HERE = Path(__file__).parent
NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")


def test_modules_pass_their_own_tests() -> None:
    tests = sorted(map(str, (HERE / "compare").glob("*.test.mjs")))
    done = subprocess.run([str(NODE), "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"# tests {done.stdout.count('# Subtest')}" in done.stdout


def test_the_browser_shows_the_figures_that_python_shows() -> None:
    shown = payload(entries((JOINT, range(4)), (OWN, range(4)), (GUIDED, range(3))), "light", compact=False)
    against = next(iter(shown["against"].values()))
    scenes = [panel["scene"] for view in shown["views"].values() for panel in view]
    for scene in [*scenes, against["difference"]["scene"], against["landing"]["scene"]]:
        epochs = [0, 1, 3, 6, 40]
        request = json.dumps({"scene": scene, "epochs": epochs})
        command = [str(NODE), str(HERE / "stage" / "still.mjs")]
        done = subprocess.run(command, input=request, capture_output=True, text=True, check=True)
        assert json.loads(done.stdout) == json.loads(json.dumps([still(scene, epoch) for epoch in epochs]))
