"""What hands a part's data to its module, run by node where there is one."""

import json
import shutil
import subprocess

import pytest

from shapviz.ui import part

NODE = shutil.which("node")
# Two calls for one part; the module of the first takes longer to arrive.
RACE = """
const { default: load } = await import("data:text/javascript," + encodeURIComponent(process.argv[1]));
globalThis.location = { origin: "data:text/javascript," };
globalThis.drawn = [];
const arrives = (delay) => encodeURIComponent(
  `await new Promise((done) => setTimeout(done, ${delay})); export default ({ data }) => drawn.push(data.said);`
);
const parentElement = { querySelector: () => null };
await Promise.all([
  load({ parentElement, data: { module: arrives(50), said: "old" } }),
  load({ parentElement, data: { module: arrives(0), said: "new" } }),
]);
console.log(JSON.stringify(drawn));
"""


@pytest.mark.skipif(NODE is None, reason="needs node")
def test_data_that_were_overtaken_on_their_way_are_not_drawn_over_newer_ones() -> None:
    command = [str(NODE), "--input-type=module", "--eval", RACE, part._LOADER]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["new"]
