// What Streamlit calls whenever the lab's data change: the first call builds it, later ones feed it.

import { Lab } from "./lab.js";
import { build } from "./markup.js";

const labs = new WeakMap();

export default function ({ root, data, setTriggerValue }) {
  if (!labs.has(root)) labs.set(root, new Lab(build(root), data.plotly));
  const lab = labs.get(root);
  lab.command = (value) => setTriggerValue("command", value);
  lab.receive(JSON.parse(data.payload), JSON.parse(data.told));
  return () => {
    // Also called for a call that newer data overtook, while the lab stays on the page.
    if (root.isConnected) return;
    labs.delete(root);
    lab.dispose();
  };
}
