// The order of turns as a list; every line has a button to move it up and one to move it down.

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".sv-picker");
  const names = data.items.map((item) => item.name);
  const list = document.createElement("ol");
  list.className = "sv-sequence";
  list.setAttribute("aria-label", "Order of turns");
  const move = (from, to) => {
    const moved = names.toSpliced(from, 1).toSpliced(to, 0, names[from]);
    root.dataset.focus = `${names[from]} ${to < from ? "up" : "down"}`;
    setTriggerValue("choice", moved);
  };
  data.items.forEach((item, place) => list.append(line(item, place, names.length, move)));
  root.replaceChildren(list);
  list.querySelector(`[data-move="${root.dataset.focus}"]:enabled`)?.focus(); // where the person was before the list was drawn anew
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
  button.dataset.move = `${name} ${direction}`;
  button.setAttribute("aria-label", `Move ${name} ${direction}`);
  return button;
}
