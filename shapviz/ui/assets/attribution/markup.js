// What the page consists of. It is constant: whatever varies is filled in as text. The left column builds itself; menus
// of charts and the dialog with their numbers are those of the stage.

import { DIALOG, TROUBLE, chart, picker, twin } from "../labs/markup.js";
import { EXTRAS } from "../stage/markup.js";

/** A choice between a few, drawn as one: `options` is [[value, text]]. */
const choice = (name, legend, options) => `
<fieldset class="stage-choice" data-choice="${name}">
  <legend>${legend}</legend>
  ${options.map(([value, text]) => `<label><input type="radio" name="att-${name}" value="${value}"><span>${text}</span></label>`).join("")}
</fieldset>`;

const MARKUP = `
<div class="lab-strip" data-part="top">
  <span class="lab-standing" data-part="standing"></span>
  ${picker("other", "Another run")}
  <button type="button" class="lab-link" data-part="reproduce">Reproduce</button>
</div>
<section class="att-left" aria-label="The samples">
  <div data-part="left"></div>
  <details class="att-order" data-part="order-fold" hidden>
    <summary>Is this order better than chance?</summary>
    <fieldset class="left-group"><legend class="lab-unseen">Parts of</legend></fieldset>
    <p class="in-refusal" role="status"></p>
    ${chart("order")}
  </details>
</section>
<section class="att-centre" aria-label="What every method says">
  <header class="lab-head">
    <h1 data-say="finding"></h1>
    <p class="stage-sub" data-say="subtitle"></p>
    <p class="lab-note" data-say="note"></p>
  </header>
  ${TROUBLE}
  <section class="att-methods" data-card="methods" aria-label="Methods">
    <header>
      ${choice("scope", "Whose values", [["all", "All samples"], ["sample", "This sample"]])}
      <button type="button" class="lab-link" data-part="unfold" aria-expanded="false" hidden></button>
      ${choice("bars", "Shown as", [["shares", "Shares"], ["signed", "Signed"]])}
      <details class="stage-more" data-more="methods"></details>
    </header>
    <div class="att-wide"><table class="att-table" data-part="methods"></table></div>
      ${twin("methods-twin", "Numbers")}
  </section>
  <section class="lab-box" aria-label="Which one to trust?">
    <h2>Which one to trust?</h2>
    <p data-say="trust"></p>
  </section>
  <section class="att-sanity" aria-label="Sanity checks">
    <h2>Sanity checks</h2>
    <ul class="att-cards" data-part="sanity"></ul>
    <p class="att-retrain" data-part="retrain"></p>
  </section>
  <section class="att-asked" aria-label="What is asked">
    <h2>What is asked</h2>
    <div data-part="asked"></div>
    <p class="stage-sub">captum's KernelSHAP holds this baseline fixed; SHAP's samplers, left to themselves, draw a background
    of training samples. They answer different questions: where a row says “sampled”, it did not use this baseline.</p>
  </section>
</section>
<section class="att-right" aria-label="How far methods agree, and what the network does">
  <section class="lab-card" data-card="agreement">
    <header>
      <h2 data-say="agreement_title"></h2>
      <p class="stage-sub" data-say="agreement_told"></p>
      <details class="stage-more" data-more="agreement"></details>
    </header>
    <fieldset class="stage-choice" data-part="measures"></fieldset>
    <table class="att-heat" data-part="agreement"></table>
    <ul class="att-letters" data-part="letters"></ul>
    <details class="att-fold" data-part="apart"><summary>Where they disagree most</summary><ul data-part="disagreements"></ul></details>
    ${twin("agreement-twin", "Numbers")}
  </section>
  ${chart("waterfall")}
</section>
<details class="att-more" data-part="more">
  <summary>More</summary>
  <div>
    <section class="lab-card" data-card="coalitions">
      <header>
        <h2 data-say="coalitions_title"></h2>
        <p class="stage-sub" data-say="coalitions_told"></p>
        <details class="stage-more" data-more="coalitions"></details>
      </header>
      <div class="lab-scroll" tabindex="0" role="region" aria-label="All coalitions"><table class="att-coalitions" data-part="coalitions"></table></div>
    </section>
    ${["space", "history", "budget", "curves"].map(chart).join("")}
  </div>
</details>
<div class="stage lab-borrowed">${EXTRAS}</div>
${DIALOG}
<p class="lab-unseen" role="status" data-part="live"></p>
`;

/** Fill `root` and return it. */
export function build(root) {
  root.classList.add("lab", "att");
  root.innerHTML = MARKUP;
  root.querySelector('[data-card="waterfall"] header').insertAdjacentHTML("beforeend", choice("fall", "Of", [["alone", "Alone + overlap"], ["values", "φ"]]));
  root.querySelector('[data-card="history"] header').insertAdjacentHTML("beforeend", EPOCHS);
  return root;
}

const EPOCHS = `
<label class="att-epochs" data-part="epochs" hidden>
  <span>Epoch</span> <input type="range" min="0" step="1"> <output></output>
</label>`;
