// The order of turns as a list; every line has a button to move it up and one to move it down.

export default function ({ root, data, setTriggerValue }) {
  const names = data.items.map((item) => item.name);
  const list = document.createElement("ol");
  list.className = "sv-sequence";
  list.setAttribute("aria-label", "Order of turns");
  const move = (from, to) => {
    const moved = names.toSpliced(from, 1).toSpliced(to, 0, names[from]);
    root.dataset.moved = names[from];
    root.dataset.by = to < from ? "up" : "down";
    setTriggerValue("choice", moved);
  };
  data.items.forEach((item, place) => list.append(line(item, place, names.length, move)));
  root.replaceChildren(list);
  focusAgain(root);
}

/** Put the focus where the person had it before the list was drawn anew: on the same button, or where that has come to
 * an end on the other one of the same line. */
function focusAgain(root) {
  const line = [...root.querySelectorAll("li")].find((item) => item.dataset.name === root.dataset.moved);
  (line?.querySelector(`.sv-${root.dataset.by}:enabled`) ?? line?.querySelector("button:enabled"))?.focus();
  delete root.dataset.moved;
}

function line({ name, glyph, colour }, place, count, move) {
  const item = document.createElement("li");
  item.dataset.name = name;
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
