// What Streamlit calls whenever the stage's data change: the first call builds it on its element, later ones feed it.

import { Stage } from "./stage.js";

const stages = new WeakMap();

export default function mount({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".stage");
  if (!stages.has(root)) stages.set(root, new Stage(root, data.assets));
  const stage = stages.get(root);
  stage.command = (value) => setTriggerValue("command", value);
  stage.receive(data);
  return () => {
    // Also called for a call that newer data overtook, while the stage stays on the page.
    if (root.isConnected) return;
    stages.delete(root);
    stage.dispose();
  };
}
