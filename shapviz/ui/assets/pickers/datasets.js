// A grid of pictures. Streamlit calls this again with new data on the same element; the buttons stay.

export default function ({ root, data, setTriggerValue }) {
  if (!root.classList.contains("sv-datasets")) build(root, data);
  const later = data.items.slice(data.sight).some((item) => item.name === data.chosen);
  if (later) root.classList.add("sv-all");
  for (const button of root.querySelectorAll("button[data-name]")) {
    button.setAttribute("aria-pressed", button.dataset.name === data.chosen);
    button.onclick = () => setTriggerValue("choice", button.dataset.name);
  }
}

function build(root, { items, sight }) {
  root.classList.add("sv-datasets");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Dataset");
  items.forEach((item, place) => root.append(tile(item, place >= sight)));
  if (items.length > sight) root.append(more(root, items.length - sight));
}

function tile({ name, title, src }, later) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.name = name;
  button.classList.toggle("sv-later", later);
  const picture = Object.assign(document.createElement("img"), { src, alt: "", width: 64, height: 46 });
  button.append(picture, Object.assign(document.createElement("span"), { textContent: title }));
  return button;
}

function more(root, count) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sv-more";
  button.textContent = `${count} more`;
  button.onclick = () => {
    root.classList.add("sv-all");
    root.querySelector(".sv-later").focus();
  };
  return button;
}
