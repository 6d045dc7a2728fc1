// Editing in place: a field where the text was. Enter or Save takes it; Escape and Cancel do not.

import { element } from "./element.js";

/** Put a field for a name where the link is; `take` gets a new name, and `back` is what the focus returns to. */
export function editName(link, { longest, take, back }) {
  if (link.parentElement.querySelector("input")) return;
  const input = element("input", { value: link.textContent, maxLength: longest, ariaLabel: `New name of ${link.textContent}` });
  const done = (kept) => {
    input.onblur = null; // taking it out of the page makes it lose the focus as well
    input.remove();
    link.hidden = false;
    if (kept && input.value.trim() !== link.textContent) take(input.value);
    back.focus();
  };
  input.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // or Enter would go on to press the button that now has the focus
    done(event.key === "Enter");
  };
  input.onblur = () => done(false);
  link.hidden = true;
  link.after(input);
  input.select();
}

/** Put a field for a note beneath a row; it stays until it is saved or cancelled, since a note takes a while. */
export function editNote(item, { name, note, longest, take, back }) {
  if (item.querySelector("form")) return item.querySelector("textarea").focus();
  const area = element("textarea", { value: note, maxLength: longest, rows: 2, ariaLabel: `Note on ${name}` });
  const save = element("button", { type: "submit", textContent: "Save note" });
  const cancel = element("button", { type: "button", textContent: "Cancel" });
  const form = element("form", { className: "sv-note-form" }, area, save, cancel);
  const done = () => {
    form.remove();
    back.focus();
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    if (area.value.trim() !== note) take(area.value);
    done();
  };
  cancel.onclick = done;
  area.onkeydown = (event) => {
    if (event.key === "Escape") done();
    if (event.key === "Enter" && !event.shiftKey) form.requestSubmit();
    if (event.key === "Escape" || (event.key === "Enter" && !event.shiftKey)) event.preventDefault();
  };
  item.append(form);
  area.focus();
}
