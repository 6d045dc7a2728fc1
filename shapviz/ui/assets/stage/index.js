// What Streamlit calls whenever the stage's data change: the first call builds it, later ones feed it.

import { MARKUP } from "./markup.js";
import { Stage } from "./stage.js";

const stages = new WeakMap();

export default function ({ root, data, setTriggerValue }) {
  if (!stages.has(root)) stages.set(root, built(root, data.plotly));
  const stage = stages.get(root);
  stage.command = (value) => setTriggerValue("command", value);
  stage.receive({ payload: data.payload, ...JSON.parse(data.told) });
  return () => {
    // Also called for a call that newer data overtook, while the stage stays on the page.
    if (root.isConnected) return;
    stages.delete(root);
    stage.dispose();
  };
}

function built(root, plotly) {
  root.classList.add("stage");
  root.innerHTML = MARKUP;
  return new Stage(root, plotly);
}
