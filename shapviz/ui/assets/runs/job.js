// A run that is under way: how far it has come, and what can be asked of it.

import { element, follow, say } from "./element.js";

export function build(row, act) {
  const button = (name) => element("button", { type: "button", className: `sv-${name}` });
  const bar = element("progress", { max: 1, ariaLabel: `Progress of ${row.name}` });
  return element("li", {},
    element("a"), element("span", { className: "sv-about" }), bar, element("span", { className: "sv-state" }),
    element("span", { className: "sv-actions" }, button("hold"), button("end")));
}

export function update(item, row, act) {
  const hold = item.querySelector(".sv-hold");
  const end = item.querySelector(".sv-end");
  say(item, "a", row.name);
  follow(item.querySelector("a"), row.link, () => act("open", row.id));
  say(item, ".sv-about", `${row.dataset} · ${row.strategy} · seed ${row.seed} · ${row.device}`);
  item.querySelector("progress").value = row.share;
  say(item, ".sv-state", state(row));
  say(item, ".sv-hold", row.paused ? "Resume" : "Pause");
  say(item, ".sv-end", "Stop");
  for (const control of [hold, end]) {
    control.disabled = row.asked;
    control.setAttribute("aria-label", `${control.textContent} ${row.name}`);
  }
  hold.onclick = () => act(row.paused ? "resume" : "pause", row.id);
  end.onclick = () => act("stop", row.id);
}

function state({ status, place, epoch, epochs, asked }) {
  if (asked) return "a moment …";
  if (place) return place === 1 ? "next in line" : `waiting, number ${place} in line`;
  return `${status}, epoch ${epoch ?? 0} of ${epochs}`;
}
