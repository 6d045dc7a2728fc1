"""The JavaScript of the samples' strip, run by node where there is one."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")


def test_modules_pass_their_own_tests() -> None:
    tests = sorted(map(str, Path(__file__).with_name("strip").glob("*.test.mjs")))
    done = subprocess.run([str(NODE), "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"# tests {done.stdout.count('# Subtest')}" in done.stdout
