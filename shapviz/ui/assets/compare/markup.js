// What the page consists of. It is constant: whatever varies is filled in as text. The transport, the menu of a chart
// and the dialog with its numbers are those of the stage.

import { EXTRAS, TRANSPORT } from "../stage/markup.js";

const MARKUP = `
<p class="cmp-standing" role="status" data-part="standing"></p>
<div class="cmp-chooser">
  <div class="cmp-pills" role="group" aria-label="Compared" data-part="pills"></div>
  <details class="cmp-add" data-part="add">
    <summary>Add run</summary>
    <div>
      <input type="search" placeholder="Search by name, order or data" aria-label="Search runs" data-part="search">
      <ul data-part="offers"></ul>
      <p data-part="nothing" hidden>Nothing else fits. Train something, and it stands here.</p>
    </div>
  </details>
  <label class="cmp-baseline"><span>Baseline</span><select data-part="baseline"></select></label>
</div>
<section class="cmp-empty" data-part="empty" hidden>
  <h1>Which way of training is better, and is it luck?</h1>
  <p data-part="invitation"></p>
  <button type="button" class="stage-button stage-primary" data-part="begin">Compare the recorded runs</button>
</section>
<header class="cmp-head">
  <div>
    <h1 data-say="finding"></h1>
    <p class="stage-sub" data-say="measure"></p>
  </div>
  <fieldset class="stage-choice">
    <legend>Show</legend>
    <label><input type="radio" name="cmp-view" value="share"><span>Share</span></label>
    <label><input type="radio" name="cmp-view" value="accuracy"><span>Accuracy</span></label>
    <label><input type="radio" name="cmp-view" value="signed"><span>Signed φ</span></label>
  </fieldset>
  <details class="stage-more" data-more="view"></details>
</header>
<div class="cmp-cards" data-part="cards"></div>
<div class="cmp-panels" data-part="panels"></div>
<div class="cmp-below">
  <section class="cmp-card" data-card="difference">
    <header>
      <h2 data-say="difference_title"></h2>
      <p class="stage-sub" data-say="difference_told"></p>
      <details class="stage-more" data-more="difference"></details>
    </header>
    <div class="stage-chart" data-part="difference" role="img"></div>
  </section>
  <section class="cmp-card" data-card="landing">
    <header>
      <h2 data-say="landing_title"></h2>
      <p class="stage-sub" data-say="landing_told"></p>
      <details class="stage-more" data-more="landing"></details>
    </header>
    <div class="stage-chart" data-part="landing" role="img"></div>
  </section>
</div>
<section class="cmp-settings" data-part="settings" aria-label="Settings that differ"></section>
<div class="stage cmp-borrowed">${TRANSPORT}${EXTRAS}</div>
`;

/** Fill `root` and return it. */
export function build(root) {
  root.classList.add("cmp");
  root.innerHTML = MARKUP;
  return root;
}
