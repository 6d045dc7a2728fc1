// What the page consists of. It is constant: whatever varies is filled in as text. The menu of a chart and the dialog
// with its numbers are those of the stage.

import { EXTRAS } from "../stage/markup.js";

const picker = (part, label) => `
<details class="rob-picker" data-part="${part}">
  <summary>${label}</summary>
  <div>
    <input type="search" placeholder="Search by name, order or data" aria-label="Search runs">
    <ul></ul>
    <p hidden>No other run fits.</p>
  </div>
</details>`;

const twin = (part, label) => `
<details class="rob-twin" open>
  <summary>${label}</summary>
  <div class="rob-scroll" tabindex="0" role="region" aria-label="${label}"><table data-part="${part}"></table></div>
</details>`;

const chart = (name) => `
<section class="rob-card" data-card="${name}">
  <header>
    <h2 data-say="${name}_title"></h2>
    <p class="stage-sub" data-say="${name}_told"></p>
    <details class="stage-more" data-more="${name}"></details>
  </header>
  <div class="stage-chart" data-part="${name}" role="img" aria-label="Being measured"></div>
  ${twin(`${name}-twin`, "Numbers")}
</section>`;

const MARKUP = `
<div class="rob-strip" data-part="top">
  <span class="rob-standing" data-part="standing"></span>
  ${picker("other", "Another run")}
  ${picker("beside", "Put a run beside")}
  <button type="button" class="rob-link" data-part="alone" hidden></button>
  <button type="button" class="rob-link" data-part="reproduce">Reproduce</button>
</div>
<section class="rob-left" aria-label="What is done to the network">
  <div class="rob-who">
    <h2>Who is present</h2>
    <div class="rob-tiles" role="group" aria-label="Who is present" data-part="tiles"></div>
    <p class="rob-hint">Switch one off, or press its number: the answer is there already.</p>
  </div>
  <div class="rob-instead">
    <fieldset class="rob-stand" data-part="stand"></fieldset>
    <p class="rob-hint" data-part="why"></p>
  </div>
  <div class="rob-damage">
    <h2>Corrupt <button type="button" class="rob-link" data-part="clean" title="Undo every corruption (key 0)">All clean</button></h2>
    <div class="rob-sliders" data-part="sliders"></div>
    <label class="rob-draw">Draw <input type="number" min="0" step="1" data-part="draw"> <span>seeds whatever is random</span></label>
  </div>
  <div class="rob-number" data-part="number"></div>
  <p class="rob-unseen" role="status" data-part="live"></p>
</section>
<section class="rob-centre" aria-label="What it makes of it">
  <header class="rob-head">
    <h1 data-say="finding"></h1>
    <p class="stage-sub" data-say="subtitle"></p>
    <p class="rob-note" data-say="note"></p>
  </header>
  <div class="rob-trouble" role="alert" data-part="trouble" hidden><p></p><button type="button" class="stage-small">Try again</button></div>
  <div class="rob-samples" data-part="samples"></div>
  ${chart("curves")}
  <div class="rob-chips" data-part="chips"></div>
</section>
<section class="rob-right" aria-label="All coalitions, and what to conclude">
  <section class="rob-card" data-card="grid">
    <header>
      <h2 data-say="grid_title"></h2>
      <p class="stage-sub" data-say="grid_told"></p>
      <fieldset class="stage-choice" data-part="sides" hidden><legend>Run</legend></fieldset>
      <details class="stage-more" data-more="grid"></details>
    </header>
    <div class="rob-scroll"><table class="rob-grid" data-part="grid"></table></div>
  </section>
  ${chart("dumbbell")}
  <section class="rob-box" aria-label="Conclusion"><p data-say="conclusion"></p></section>
  <section class="rob-drop">
    <h2 data-say="question"></h2>
    <button type="button" class="stage-small" aria-expanded="false" data-part="answer">Show the answer</button>
    <div data-part="answered" hidden><p data-say="answer"></p><ul data-part="reasons"></ul></div>
  </section>
</section>
<section class="rob-card rob-thorough" aria-label="Thoroughly measured">
  <p data-part="thorough"></p>
  <button type="button" class="stage-small" data-part="measure" hidden></button>
  ${twin("thorough-table", "Every corruption")}
</section>
<div class="stage rob-borrowed">${EXTRAS}</div>
<dialog class="rob-dialog" aria-labelledby="rob-dialog-title">
  <form method="dialog"><h2 id="rob-dialog-title"></h2><button type="submit" class="stage-button">Close</button></form>
  <div></div>
</dialog>
`;

/** Fill `root` and return it. */
export function build(root) {
  root.classList.add("rob");
  root.innerHTML = MARKUP;
  return root;
}
