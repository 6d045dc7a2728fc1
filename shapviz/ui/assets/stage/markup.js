// What the stage consists of. It is constant: whatever varies is filled in as text.

/** The bar at the bottom, which transport.js drives. */
export const TRANSPORT = `
<div class="stage-transport" role="group" aria-label="Time">
  <button type="button" class="stage-button" data-do="first" title="Back to epoch 0 (Home)" aria-label="Back to epoch 0">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 5v5h5M4.6 10a8 8 0 1 1-.5 4"/></svg>
  </button>
  <button type="button" class="stage-button stage-primary" data-do="toggle" data-part="toggle" title="Space">
    <svg viewBox="0 0 24 24" aria-hidden="true" class="stage-play"><path d="M8 5v14l11-7z"/></svg>
    <svg viewBox="0 0 24 24" aria-hidden="true" class="stage-pause"><path d="M8 5v14M16 5v14"/></svg>
    <span data-part="toggle-text">Play</span><kbd aria-hidden="true">Space</kbd>
  </button>
  <button type="button" class="stage-button" data-do="forward" title="One epoch on (right arrow)" aria-label="One epoch on">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 6v12l8-6zM18 6v12"/></svg>
  </button>
  <button type="button" class="stage-button" data-part="stop" title="End the job; what is done is kept" hidden>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 7h10v10H7z"/></svg>
    <span data-part="stop-text">Stop</span>
  </button>
  <button type="button" class="stage-button stage-fork" data-do="fork" data-part="fork" hidden>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 12h6M10 12l8-6M10 12l8 6M14 6h4v4M18 14v4h-4"/></svg>
    <span class="stage-fork-text">Fork here<span data-part="fork-order"></span></span>
  </button>
  <fieldset class="stage-choice stage-speed">
    <legend>Speed</legend>
    <label><input type="radio" name="stage-speed" value="half"><span>½×</span></label>
    <label><input type="radio" name="stage-speed" value="one"><span>1×</span></label>
    <label><input type="radio" name="stage-speed" value="four"><span>4×</span></label>
    <label><input type="radio" name="stage-speed" value="max"><span>max</span></label>
  </fieldset>
  <div class="stage-scrub" data-part="scrub">
    <div class="stage-marks" data-part="marks" aria-hidden="true"></div>
    <input type="range" min="0" step="1" data-part="slider" aria-label="Epoch">
  </div>
  <button type="button" class="stage-button stage-newest" data-do="last" data-part="newest" hidden>Live</button>
  <select data-part="until" aria-label="Until"></select>
  <p class="stage-epoch"><strong data-part="epoch">0</strong> / <span data-part="planned">0</span></p>
</div>
`;

/** The menu of a chart and the dialog with its numbers, which extras.js fills. */
export const EXTRAS = `
<template data-part="more">
  <summary>How to read this chart</summary>
  <div>
    <p></p>
    <p class="stage-files">
      <button type="button" data-extra="table">Table</button>
      <button type="button" data-extra="csv">CSV</button>
      <button type="button" data-extra="png">PNG</button>
      <button type="button" data-extra="svg">SVG</button>
    </p>
  </div>
</template>
<dialog aria-label="Numbers of the chart">
  <form method="dialog"><button type="submit" class="stage-button">Close</button></form>
  <div><table></table></div>
</dialog>
`;

export const MARKUP = `
<div class="stage-strip">
  <p class="stage-labs">
    <button type="button" data-lab="classes">By class</button>
    <button type="button" data-lab="temper">Calibrate</button>
    <button type="button" data-lab="command">Reproduce</button>
    <button type="button" data-part="robustness" title="Drop a modality, corrupt an input, and watch what breaks">Robustness</button>
    <button type="button" data-part="attribution" title="Ask captum, SHAP and shapiq the same question">Attribution</button>
  </p>
  <p class="stage-status"><span class="stage-dot" aria-hidden="true"></span><span role="status" data-say="standing"></span></p>
</div>
<section class="stage-main" aria-label="The run, epoch by epoch">
  <header class="stage-head">
    <h1 data-say="finding"></h1>
    <p class="stage-sub" data-say="measure"></p>
    <fieldset class="stage-choice">
      <legend>Show</legend>
      <label><input type="radio" name="stage-view" value="share"><span>Share</span></label>
      <label><input type="radio" name="stage-view" value="signed"><span>Signed φ</span></label>
      <label><input type="radio" name="stage-view" value="synergy"><span>Synergy</span></label>
    </fieldset>
    <details class="stage-more" data-more="story"></details>
  </header>
  <p class="stage-invitation" data-say="invitation"></p>
  <div class="stage-chart stage-story" data-part="story" role="img"></div>
</section>
<aside class="stage-side" aria-label="What it amounts to">
  <section class="stage-box">
    <h2 data-say="lead"></h2>
    <p data-say="more"></p>
    <div class="stage-ask" data-part="ask" hidden>
      <p data-part="ask-say" role="status"></p>
      <button type="button" class="stage-small" data-part="ask-button"></button> <span class="stage-sub" data-part="ask-cost"></span>
    </div>
    <div class="stage-verdict" data-part="verdict" hidden>
      <p class="stage-folds">
        <button type="button" data-fold="why" aria-expanded="false">Why?</button>
        <button type="button" data-fold="todo" aria-expanded="false">What to do</button>
        <button type="button" data-fold="evidence" aria-expanded="false">Evidence</button>
      </p>
      <div data-folded="why" hidden><p data-say="verdict_why"></p></div>
      <div data-folded="todo" hidden>
        <p data-say="verdict_todo"></p>
        <button type="button" class="stage-small" data-part="act" hidden></button>
      </div>
      <div data-folded="evidence" hidden>
        <table class="stage-evidence">
          <thead><tr><th scope="col">modality</th><th scope="col">alone</th><th scope="col">probe</th><th scope="col">lost</th><th scope="col">share</th></tr></thead>
          <tbody data-part="evidence"></tbody>
        </table>
        <p class="stage-sub">%. Alone: its own network. Probe: a linear classifier on its encoder, trained alone → here. Share: here / in the ensemble.</p>
        <ul data-part="distances"></ul>
        <button type="button" class="stage-small" data-part="evidence-table">All numbers</button>
      </div>
    </div>
  </section>
  <section class="stage-card stage-accuracy">
    <header>
      <h2 data-say="accuracy"></h2>
      <details class="stage-more" data-more="accuracy"></details>
      <p class="stage-sub" data-say="measure_accuracy"></p>
    </header>
    <div class="stage-chart" data-part="accuracy" role="img"></div>
  </section>
  <section class="stage-card stage-lattice">
    <header>
      <h2 data-say="lattice"></h2>
      <details class="stage-more" data-more="lattice"></details>
      <p class="stage-sub" data-say="measure_lattice"></p>
    </header>
    <div class="stage-chart" data-part="lattice" role="img"></div>
  </section>
</aside>
${TRANSPORT}
${EXTRAS}
<dialog class="stage-lab" aria-labelledby="stage-lab-title">
  <form method="dialog"><h2 id="stage-lab-title"></h2><button type="submit" class="stage-button">Close</button></form>
  <div data-part="lab"></div>
</dialog>
`;
