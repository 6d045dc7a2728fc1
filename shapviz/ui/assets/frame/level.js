// How much every page shows: radio buttons, drawn as one.

export default function ({ root, data, setTriggerValue }) {
  root.classList.add("sv-level");
  if (!root.firstChild) root.append(build(data));
  for (const radio of root.querySelectorAll("input")) {
    radio.checked = radio.value === data.level;
    radio.onchange = () => setTriggerValue("level", radio.value);
  }
}

function build({ levels, name }) {
  const set = document.createElement("fieldset");
  set.append(Object.assign(document.createElement("legend"), { textContent: "Level" }), ...levels.map((level) => choice(level, name)));
  return set;
}

function choice(level, name) {
  const label = document.createElement("label");
  const text = Object.assign(document.createElement("span"), { textContent: level[0].toUpperCase() + level.slice(1) });
  label.append(Object.assign(document.createElement("input"), { type: "radio", name, value: level }), text);
  return label;
}
