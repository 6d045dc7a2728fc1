// What the page consists of. It is constant: whatever varies is filled in as text. The menu of a chart and the dialog
// with its numbers are those of the stage.

import { DIALOG, TROUBLE, chart, picker, twin } from "../labs/markup.js";
import { EXTRAS } from "../stage/markup.js";

const MARKUP = `
<div class="lab-strip" data-part="top">
  <span class="lab-standing" data-part="standing"></span>
  ${picker("other", "Another run")}
  ${picker("beside", "Put a run beside")}
  <button type="button" class="lab-link" data-part="alone" hidden></button>
  <button type="button" class="lab-link" data-part="reproduce">Reproduce</button>
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
    <h2>Corrupt <button type="button" class="lab-link" data-part="clean" title="Undo every corruption (key 0)">All clean</button></h2>
    <div class="rob-sliders" data-part="sliders"></div>
    <label class="rob-draw">Draw <input type="number" min="0" step="1" data-part="draw"> <span>seeds whatever is random</span></label>
  </div>
  <div class="rob-number" data-part="number"></div>
  <p class="lab-unseen" role="status" data-part="live"></p>
</section>
<section class="rob-centre" aria-label="What it makes of it">
  <header class="lab-head">
    <h1 data-say="finding"></h1>
    <p class="stage-sub" data-say="subtitle"></p>
    <p class="lab-note" data-say="note"></p>
  </header>
  ${TROUBLE}
  <div class="rob-samples" data-part="samples"></div>
  ${chart("curves")}
  <div class="rob-chips" data-part="chips"></div>
</section>
<section class="rob-right" aria-label="All coalitions, and what to conclude">
  <section class="lab-card" data-card="grid">
    <header>
      <h2 data-say="grid_title"></h2>
      <p class="stage-sub" data-say="grid_told"></p>
      <fieldset class="stage-choice" data-part="sides" hidden><legend>Run</legend></fieldset>
      <details class="stage-more" data-more="grid"></details>
    </header>
    <div class="lab-scroll"><table class="rob-grid" data-part="grid"></table></div>
  </section>
  ${chart("dumbbell")}
  <section class="lab-box" aria-label="Conclusion"><p data-say="conclusion"></p></section>
  <section class="rob-drop">
    <h2 data-say="question"></h2>
    <button type="button" class="stage-small" aria-expanded="false" data-part="answer">Show the answer</button>
    <div data-part="answered" hidden><p data-say="answer"></p><ul data-part="reasons"></ul></div>
  </section>
</section>
<section class="lab-card rob-thorough" aria-label="Thoroughly measured">
  <p data-part="thorough"></p>
  <button type="button" class="stage-small" data-part="measure" hidden></button>
  <button type="button" class="stage-small" data-part="stop" hidden></button>
  ${twin("thorough-table", "Every corruption")}
</section>
<div class="stage lab-borrowed">${EXTRAS}</div>
${DIALOG}
`;

/** Fill `root` and return it. */
export function build(root) {
  root.classList.add("lab", "rob");
  root.innerHTML = MARKUP;
  return root;
}
