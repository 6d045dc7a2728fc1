// What Streamlit calls whenever the comparison's data change: the first call builds it, later ones feed it.

import { Comparison } from "./comparison.js";
import { build } from "./markup.js";

const comparisons = new WeakMap();

export default function ({ root, data, setTriggerValue }) {
  if (!comparisons.has(root)) comparisons.set(root, new Comparison(build(root), data.plotly));
  const comparison = comparisons.get(root);
  comparison.command = (value) => setTriggerValue("command", value);
  comparison.receive(data.payload, JSON.parse(data.told));
  return () => {
    // Also called for a call that newer data overtook, while the comparison stays on the page.
    if (root.isConnected) return;
    comparisons.delete(root);
    comparison.dispose();
  };
}
