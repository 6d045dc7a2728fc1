"""The stage's JavaScript, run by node where there is one: its own tests, and that it draws what Python would draw."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from shapviz.figures.accuracy import accuracy
from shapviz.figures.lattice import lattice
from shapviz.figures.scene import still
from shapviz.figures.story import story
from shapviz.figures.theme import LIGHT
from tests.figures import records

HERE = Path(__file__).with_name("stage")
NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")


def test_modules_pass_their_own_tests() -> None:
    tests = sorted(map(str, HERE.glob("*.test.mjs")))
    done = subprocess.run([str(NODE), "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"# tests {done.stdout.count('# Subtest')}" in done.stdout


@pytest.mark.parametrize("every", [1, 3])
def test_the_browser_shows_the_figure_that_python_shows(every: int) -> None:
    course = records.course(12, so_far=9, every=every)
    for scene in (
        story(course, LIGHT),
        story(course, LIGHT, measure="signed"),
        story(course, LIGHT, measure="synergy"),
        accuracy(course, LIGHT),
        lattice(course, LIGHT),
    ):
        epochs = [0, 1, 5, 9, 40]
        request = json.dumps({"scene": scene, "epochs": epochs})
        done = subprocess.run(
            [str(NODE), str(HERE / "still.mjs")], input=request, capture_output=True, text=True, check=True
        )
        expected = json.loads(json.dumps([still(scene, epoch) for epoch in epochs]))
        assert json.loads(done.stdout) == expected
