// The order of turns as a list; every line has a button to move it up and one to move it down.
//
// The list moves at once and then tells the server. Until the server has answered with that order, its answers to
// earlier moves are passed over: somebody who presses quickly is a move ahead of them.

export default function ({ root, data, setTriggerValue }) {
  const names = data.items.map((item) => item.name);
  const asked = root.awaited;
  const late = asked && names.join() !== asked.join() && names.toSorted().join() === asked.toSorted().join();
  if (late) return;
  delete root.awaited;
  if (names.join() !== root.shown?.join()) show(root, data.items, setTriggerValue);
}

function show(root, items, setTriggerValue) {
  const list = Object.assign(document.createElement("ol"), { className: "sv-sequence", ariaLabel: "Order of turns" });
  const move = (from, to) => {
    const moved = items.toSpliced(from, 1).toSpliced(to, 0, items[from]);
    show(root, moved, setTriggerValue);
    focusOn(root.querySelectorAll("li")[to], to < from ? "up" : "down");
    root.awaited = root.shown;
    setTriggerValue("choice", root.shown);
  };
  items.forEach((item, place) => list.append(line(item, place, items.length, move)));
  root.shown = items.map((item) => item.name);
  root.replaceChildren(list);
}

/** Keep the focus on the button that was pressed or, where that has come to an end, on the other one of its line. */
function focusOn(item, direction) {
  (item.querySelector(`.sv-${direction}:enabled`) ?? item.querySelector("button:enabled")).focus();
}

function line({ name, glyph, colour }, place, count, move) {
  const item = document.createElement("li");
  const mark = Object.assign(document.createElement("span"), { textContent: glyph, ariaHidden: "true" });
  mark.style.color = colour;
  item.append(mark, Object.assign(document.createElement("b"), { textContent: name }));
  item.append(arrow("up", "↑", name, place === 0, () => move(place, place - 1)));
  item.append(arrow("down", "↓", name, place === count - 1, () => move(place, place + 1)));
  return item;
}

function arrow(direction, sign, name, disabled, onclick) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, disabled, onclick });
  button.className = `sv-${direction}`;
  button.setAttribute("aria-label", `Move ${name} ${direction}`);
  return button;
}
