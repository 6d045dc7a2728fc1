// Share and Present, at the right end of the bar.

const ICONS = {
  share: "M10 14a4 4 0 0 0 5.7 0l4-4a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-4 4A4 4 0 0 0 10 19.7l1-1",
  present: "M4 5h16v12H4zM10 8.500l4.500 2.500-4.500 2.500z",
};
const SHOWN = 1600; // ms that "Copied" stands there
const PRESENTING = "sv-presenting";

export default function ({ root }) {
  if (root.firstChild) return;
  root.classList.add("sv-tools");
  root.append(tool("Share", ICONS.share, share), tool("Present", ICONS.present, present));
  document.addEventListener("fullscreenchange", leave);
}

function tool(text, path, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.innerHTML = `<svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true"><path d="${path}"/></svg>`;
  button.append(Object.assign(document.createElement("span"), { textContent: text, ariaLive: "polite" }));
  button.onclick = () => action(button.querySelector("span"));
  return button;
}

/** The address says all that is on the page, so copying it is sharing the page. */
async function share(label) {
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    prompt("Copy this link:", location.href); // a browser gives the clipboard to secure addresses only
    return;
  }
  label.textContent = "Copied";
  setTimeout(() => (label.textContent = "Share"), SHOWN);
}

/** Only what is to be seen, on the whole screen. Escape leads back. */
async function present() {
  document.documentElement.classList.add(PRESENTING);
  try {
    await document.documentElement.requestFullscreen();
  } catch {
    document.documentElement.classList.remove(PRESENTING); // the browser does not allow it here
  }
}

function leave() {
  if (!document.fullscreenElement) document.documentElement.classList.remove(PRESENTING);
}
